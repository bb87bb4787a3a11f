/**
 * Where visitors come from. The networks are real /24s that the bundled city database places in that city (a test looks every
 * one of them up), so that the enrichment finds what the story says.
 */
export type Place = {
  country: string
  city: string
  timezone: string
  locale: string
  weight: number
  networks: readonly string[]
}

const row = (
  weight: number,
  country: string,
  city: string,
  timezone: string,
  locale: string,
  networks: string
): Place => ({
  weight,
  country,
  city,
  timezone,
  locale,
  networks: networks.split(' ')
})

export const places: readonly Place[] = [
  row(11, 'DE', 'Berlin', 'Europe/Berlin', 'de-DE', '92.116.220 212.87.57 109.68.231'),
  row(7, 'DE', 'Hamburg', 'Europe/Berlin', 'de-DE', '77.0.179 78.50.28 88.70.69'),
  row(6, 'DE', 'Munich', 'Europe/Berlin', 'de-DE', '84.128.202 2.215.7 146.107.54'),
  row(5, 'DE', 'Cologne', 'Europe/Berlin', 'de-DE', '91.50.111 78.35.112 213.23.151'),
  row(4, 'DE', 'Leipzig', 'Europe/Berlin', 'de-DE', '95.90.57 87.179.117 109.104.36'),
  row(3, 'DE', 'Stuttgart', 'Europe/Berlin', 'de-DE', '46.5.37 77.187.63 94.216.196'),
  row(2, 'DE', 'Bremen', 'Europe/Berlin', 'de-DE', '79.201.160 87.150.102 217.95.56'),
  row(5, 'AT', 'Vienna', 'Europe/Vienna', 'de-AT', '213.147.163 178.115.143 77.116.159'),
  row(2, 'AT', 'Graz', 'Europe/Vienna', 'de-AT', '83.65.38 213.240.120 188.21.223'),
  row(4, 'CH', 'Zurich', 'Europe/Zurich', 'de-CH', '195.65.248 159.168.202 197.211.152'),
  row(2, 'CH', 'Bern', 'Europe/Zurich', 'de-CH', '84.73.50 84.226.80 178.174.35'),
  row(5, 'FR', 'Paris', 'Europe/Paris', 'fr-FR', '176.188.28 69.6.197'),
  row(3, 'FR', 'Lyon', 'Europe/Paris', 'fr-FR', '176.168.41 78.194.97 78.120.132'),
  row(2, 'FR', 'Nantes', 'Europe/Paris', 'fr-FR', '93.29.10 86.217.46'),
  row(2, 'FR', 'Bordeaux', 'Europe/Paris', 'fr-FR', '88.189.197 90.50.1 79.90.216'),
  row(4, 'NL', 'Utrecht', 'Europe/Amsterdam', 'nl-NL', '80.114.101 90.145.164 82.74.115'),
  row(2, 'BE', 'Ghent', 'Europe/Brussels', 'nl-BE', '194.78.118 84.199.227 91.178.244'),
  row(5, 'GB', 'London', 'Europe/London', 'en-GB', '198.244.157 161.71.4'),
  row(4, 'GB', 'Bristol', 'Europe/London', 'en-GB', '217.39.103 2.120.187 90.204.143'),
  row(3, 'GB', 'Manchester', 'Europe/London', 'en-GB', '90.197.188 51.148.0 31.56.136'),
  row(2, 'GB', 'Edinburgh', 'Europe/London', 'en-GB', '94.173.223 129.215.45'),
  row(2, 'IE', 'Cork', 'Europe/Dublin', 'en-IE', '86.43.85 86.46.154 46.7.158'),
  row(3, 'SE', 'Stockholm', 'Europe/Stockholm', 'sv-SE', '217.27.184 90.226.178 85.229.71'),
  row(2, 'SE', 'Gothenburg', 'Europe/Stockholm', 'sv-SE', '95.193.101 188.148.198 83.253.192'),
  row(3, 'DK', 'Copenhagen', 'Europe/Copenhagen', 'da-DK', '2.110.114 80.167.19 81.7.138'),
  row(1, 'DK', 'Aarhus', 'Europe/Copenhagen', 'da-DK', '188.177.190 87.63.37'),
  row(2, 'NO', 'Oslo', 'Europe/Oslo', 'nb-NO', '81.191.113 193.212.107'),
  row(1, 'FI', 'Helsinki', 'Europe/Helsinki', 'fi-FI', '176.72.196 84.250.251'),
  row(2, 'ES', 'Barcelona', 'Europe/Madrid', 'es-ES', '83.51.17 83.45.196 46.25.136'),
  row(2, 'ES', 'Madrid', 'Europe/Madrid', 'es-ES', '87.216.20 85.87.219 213.37.133'),
  row(1, 'ES', 'Valencia', 'Europe/Madrid', 'es-ES', '89.128.185 84.126.139'),
  row(2, 'PT', 'Lisbon', 'Europe/Lisbon', 'pt-PT', '85.242.116 85.139.202'),
  row(1, 'PT', 'Porto', 'Europe/Lisbon', 'pt-PT', '109.50.168 94.60.237'),
  row(2, 'IT', 'Bologna', 'Europe/Rome', 'it-IT', '80.207.18 151.61.134'),
  row(2, 'IT', 'Milan', 'Europe/Rome', 'it-IT', '93.50.7 188.11.97'),
  row(1, 'IT', 'Turin', 'Europe/Rome', 'it-IT', '82.56.151 94.33.47'),
  row(2, 'PL', 'Krakow', 'Europe/Warsaw', 'pl-PL', '31.178.19 89.71.230'),
  row(2, 'PL', 'Warsaw', 'Europe/Warsaw', 'pl-PL', '83.5.217 89.68.21'),
  row(2, 'CZ', 'Brno', 'Europe/Prague', 'cs-CZ', '217.66.186 78.44.110'),
  row(1, 'SI', 'Ljubljana', 'Europe/Ljubljana', 'sl-SI', '89.212.86 93.103.69'),
  row(2, 'US', 'Portland', 'America/Los_Angeles', 'en-US', '64.122.3 24.20.20'),
  row(2, 'US', 'New York', 'America/New_York', 'en-US', '72.229.154 71.167.245'),
  row(1, 'US', 'Chicago', 'America/Chicago', 'en-US', '24.12.85 64.53.155'),
  row(1, 'CA', 'Vancouver', 'America/Vancouver', 'en-CA', '70.79.85 206.116.159'),
  row(1, 'AU', 'Melbourne', 'Australia/Melbourne', 'en-AU', '125.255.120 124.170.114'),
  row(1, 'NZ', 'Wellington', 'Pacific/Auckland', 'en-NZ', '219.89.27 122.59.207')
]
