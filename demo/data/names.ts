import type { Random } from './random.ts'

type Names = { first: string[]; last: string[] }
const names = (first: string, last: string): Names => ({ first: first.split(' '), last: last.split(' ') })

const german = names(
  'Anna Jonas Lena Felix Miriam Paul Katharina Lukas Sophie Tim Johanna Moritz Clara David Franziska Jan Leyla Emre Ida Nils',
  'Weber Schäfer Hoffmann Koch Bauer Richter Wolf Neumann Schwarz Krüger Hartmann Lange Werner Yılmaz Krause Lehmann Huber Steiner Vogt Kaiser'
)
const english = names(
  'Olivia James Amelia Harry Isla George Priya Tom Grace Daniel Ruth Owen Maya Samuel Hannah Leo Zoe Arthur Nadia Ben',
  'Carter Hughes Patel Walsh Morgan Ellis Shaw Bennett Foster Khan Byrne Murphy Reid Palmer Barnes Doyle Fletcher Osei Lowe Marsh'
)
const french = names(
  'Camille Hugo Léa Antoine Manon Julien Chloé Mathis Inès Théo Claire Bastien',
  'Moreau Laurent Girard Roux Fontaine Mercier Blanc Garnier Faure Chevalier Renard Benali'
)
const nordic = names(
  'Astrid Erik Freja Lars Ingrid Magnus Saga Oskar Maja Anders Linnea Mikkel',
  'Lindgren Berg Nilsson Holm Dahl Nygaard Sørensen Ekström Virtanen Hansen Lund Sandberg'
)
const southern = names(
  'Lucía Marco Giulia Pablo Inês Tiago Chiara Mateo Beatriz Luca Marta Diego',
  'Romano García Costa Ferreira Conti Navarro Almeida Ricci Serrano Gallo Pinto Vidal'
)
const dutch = names(
  'Sanne Daan Femke Bram Lotte Jeroen Noor Wout',
  'Vermeer Bakker Visser Peeters Smit Mulder Claes Dekker'
)
const eastern = names(
  'Zofia Jakub Tereza Marek Hana Piotr Eliška Tomáš Maja Luka',
  'Nowak Kowalska Novák Dvořák Zieliński Horvat Wójcik Svoboda Krajnc Mazur'
)

const byCountry: Record<string, Names> = {
  DE: german,
  AT: german,
  CH: german,
  FR: french,
  NL: dutch,
  BE: dutch,
  SE: nordic,
  DK: nordic,
  NO: nordic,
  FI: nordic,
  ES: southern,
  PT: southern,
  IT: southern,
  PL: eastern,
  CZ: eastern,
  SI: eastern
}

// Names reserved for examples: no letter can ever reach a stranger.
const mailHosts = ['postbox.example', 'mail.example', 'garden-mail.example', 'inbox.example'] as const

const plain = (text: string) =>
  text
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ø', 'oe')
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()

export function chooseName(random: Random, country: string): { name: string; email: string } {
  const { first, last } = byCountry[country] ?? english
  const given = random.pick(first)
  const family = random.pick(last)
  const [a, b] = [plain(given), plain(family)]
  const local = random.weighted([
    [`${a}.${b}`, 5],
    [`${a[0]}.${b}`, 2],
    [`${a}${b}${random.whole(1, 99)}`, 3],
    [`${a}.${b}${random.whole(70, 99)}`, 2]
  ])
  return { name: `${given} ${family}`, email: `${local}@${random.pick(mailHosts)}` }
}

const groups = [
  'Sonnenhof School',
  'Plot Nine Allotments',
  'Kita Wiesengrund',
  'Riverside Community Garden',
  'Les Jardins du Canal',
  'Stadtgarten Nord',
  'Hof Lindenau',
  'Green Stairs Housing Co-op',
  'Café Morgenrot',
  'Orto di Quartiere',
  'Tuin van Noord',
  'Hillcrest Primary'
] as const
export const chooseGroup = (random: Random) => random.pick(groups)
