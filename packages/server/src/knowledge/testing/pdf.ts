import { Readable } from 'node:stream'
import { createDeflate, deflateSync } from 'node:zlib'

/** A small, true PDF: each text is a page, each of its lines a line. */
export function pdfOf(...pages: string[]): Buffer {
  const contents = pages.map(text => {
    const lines = text.split('\n').map(line => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`)
    return Buffer.from(`BT /F1 12 Tf 14 TL 50 780 Td ${lines.join(' ')} ET`, 'latin1')
  })
  return assemble(contents.map(content => deflateSync(content)))
}

/** A page whose content unpacks to so many megabytes. */
export async function pdfBomb(megabytes: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 9 })
  const megabyte = Buffer.alloc(1024 * 1024, ' ')
  Readable.from(Array.from({ length: megabytes }, () => megabyte)).pipe(deflate)
  const packed: Buffer[] = []
  for await (const part of deflate) packed.push(part as Buffer)
  return assemble([Buffer.concat(packed)])
}

function assemble(contents: Buffer[]): Buffer {
  const objects: Buffer[] = []
  const kids = contents.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  objects.push(Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'))
  objects.push(Buffer.from(`<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`))
  objects.push(Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'))
  for (const [index, packed] of contents.entries()) {
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`
      )
    )
    objects.push(
      Buffer.concat([
        Buffer.from(`<< /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`),
        packed,
        Buffer.from('\nendstream')
      ])
    )
  }
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const places: number[] = []
  let at = parts[0]?.length ?? 0
  for (const [index, object] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    places.push(at)
    at += whole.length
    parts.push(whole)
  }
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`
    )
  )
  return Buffer.concat(parts)
}
