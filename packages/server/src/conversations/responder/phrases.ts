// Somebody who asks for a person gets one. Every language's words for a person, for wanting and for speaking; both beside each other
// are a request, and so is the person alone. "Is it safe for humans?" is neither.

type Phrases = { person: string; wish: string; not: string }

const phrases: Phrases[] = [
  {
    person:
      '(?:real |live |actual |human )?(?:human(?: being)?|person|people|agents?|representative|rep|operator|support agent|support team|staff|employee|someone real|somebody real|someone from (?:the|your) team|advisor|colleague|customer service|customer support)',
    wish: '(?:talk|speak|chat|connect(?: me)?|transfer(?: me)?|put me through|pass me on|escalate|get me|give me|reach|contact|i want|i need|i would like|id like|can i have|may i have|let me have)',
    not: "(?:don'?t|dont|do not|no need|not|without|never|rather not)"
  },
  {
    person:
      '(?:echten? |richtigen? |lebenden? )?(?:mensch(?:en)?|person|mitarbeiter(?:in|s|n)?|kundenberater(?:in)?|berater(?:in)?|kundenservice|kundendienst|support ?mitarbeiter(?:in)?|jemand(?:em|en)? (?:echte[mnrs]?|aus dem team|vom team)|kollegen?|ansprechpartner(?:in)?)',
    wish: '(?:sprechen|reden|schreiben|chatten|verbinden|verbinde|weiterleiten|leite|ich will|ich mochte|ich brauche|ich hatte gern|gib mir|geben sie mir)',
    not: '(?:nicht|kein(?:en|e|em|er)?|ohne|nie)'
  },
  {
    person:
      '(?:vraie? |vrai )?(?:humain|etre humain|personne(?: reelle)?|conseill(?:er|ere)|agent|operateur|operatrice|quelqu ?un(?: de l ?equipe)?|service client|collaborateur|interlocuteur)',
    wish: '(?:parler|discuter|echanger|contacter|joindre|transfere[rz]?|passe[rz](?: moi)?|mettre en relation|je veux|je voudrais|j ?aimerais|j ?ai besoin)',
    not: '(?:ne|pas|sans|jamais|aucun)'
  },
  {
    person:
      '(?:persona(?: real| humana)?|humano|ser humano|agente|operador(?:a)?|representante|asesor(?:a)?|alguien(?: del equipo| real)?|atencion al cliente|empleado)',
    wish: '(?:hablar|chatear|comunicar(?:me)?|contactar|pas(?:ar|e|a)me|transfer(?:ir|ame|irme)|conect(?:ar|ame|arme)|quiero|quisiera|necesito|me gustaria)',
    not: '(?:no|sin|nunca|ningun(?:a)?)'
  },
  {
    person:
      '(?:pessoa(?: real| de verdade)?|humano|ser humano|atendente|agente|operador(?:a)?|representante|alguem(?: da equipa| da equipe)?|apoio ao cliente|atendimento(?: humano)?|funcionari[oa])',
    wish: '(?:falar|conversar|contactar|contatar|transferir|transfira|passar|passe|ligar|quero|queria|preciso|gostaria)',
    not: '(?:nao|sem|nunca|nenhum(?:a)?)'
  },
  {
    person: '(?:شخص(?: حقيقي)?|انسان|موظف|ممثل|بشري|احد (?:الموظفين|اعضاء الفريق)|خدمه العملاء|وكيل|مندوب)',
    wish: '(?:اتحدث|التحدث|اتكلم|التكلم|اكلم|تحويلي|حولني|تواصل|التواصل|اريد|احتاج|ممكن)',
    not: '(?:لا|بدون|ليس|لم|لن)'
  }
]

const edge = '(?<![\\p{L}\\p{N}])'
const end = '(?![\\p{L}\\p{N}])'
const between = '(?:[^\\p{L}\\p{N}]+[\\p{L}\\p{N}]+){0,4}[^\\p{L}\\p{N}]+'
const compiled = phrases.map(({ person, wish, not }) => {
  const pair = `(?:${wish}${between}${person}|${person}${between}${wish})`
  return {
    request: new RegExp(`${edge}${pair}${end}`, 'u'),
    refused: new RegExp(
      `${edge}${not}(?:[^\\p{L}\\p{N}]+[\\p{L}\\p{N}]+){0,3}[^\\p{L}\\p{N}]+${pair}${end}|${edge}${pair}${between}${not}${end}`,
      'u'
    ),
    alone: new RegExp(
      `^(?:(?:a|an|the|ein|eine|einen|un|une|una|um|uma)\\s)?${person}(?:\\s(?:please|bitte|s ?il vous plait|svp|por favor|من فضلك|لو سمحت))?$`,
      'u'
    )
  }
})
/** A longer text tells a story, in which somebody may well have talked to a person. */
const mostWords = 40

/** Whether somebody asks for a person: in one of the six languages, or in words that the team has named. */
export function wantsPerson(text: string, own: readonly string[] = []): boolean {
  const plain = plainly(text)
  if (plain === '') return false
  const named = own.map(plainly).filter(phrase => phrase !== '')
  if (named.some(phrase => ` ${plain} `.includes(` ${phrase} `))) return true
  if (plain.split(' ').length > mostWords) return false
  return compiled.some(
    ({ request, refused, alone }) => alone.test(plain) || (request.test(plain) && !refused.test(plain))
  )
}

/** Small letters without marks, one space between words. */
const plainly = (text: string): string =>
  text
    .slice(0, 2_000)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replaceAll('ß', 'ss')
    .replace(/[أإآ]/g, 'ا')
    .replaceAll('ة', 'ه')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
