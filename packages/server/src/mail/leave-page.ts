import { escaped } from './letter.ts'

type LeaveWords = {
  dir: 'ltr' | 'rtl'
  title: string
  ask: string
  leave: string
  left: string
  back: string
  again: string
}

const words: Record<string, LeaveWords> = {
  en: {
    dir: 'ltr',
    title: 'E-mail about your conversation',
    ask: 'Do you want no more e-mail when you are answered?',
    leave: 'No more e-mail',
    left: 'You get no more e-mail from these conversations.',
    back: 'Get e-mail again',
    again: 'You get e-mail again when you are answered.'
  },
  de: {
    dir: 'ltr',
    title: 'E-Mail zu Ihrer Unterhaltung',
    ask: 'Möchten Sie keine E-Mail mehr, wenn Ihnen geantwortet wird?',
    leave: 'Keine E-Mail mehr',
    left: 'Sie bekommen keine E-Mail mehr zu diesen Unterhaltungen.',
    back: 'Wieder E-Mail bekommen',
    again: 'Sie bekommen wieder E-Mail, wenn Ihnen geantwortet wird.'
  },
  fr: {
    dir: 'ltr',
    title: 'E-mails de votre conversation',
    ask: 'Ne plus recevoir d’e-mail quand on vous répond ?',
    leave: 'Plus d’e-mail',
    left: 'Vous ne recevrez plus d’e-mail de ces conversations.',
    back: 'Recevoir à nouveau des e-mails',
    again: 'Vous recevrez à nouveau un e-mail quand on vous répond.'
  },
  es: {
    dir: 'ltr',
    title: 'Correo de tu conversación',
    ask: '¿Quieres dejar de recibir correo cuando te respondamos?',
    leave: 'No más correo',
    left: 'Ya no recibirás correo de estas conversaciones.',
    back: 'Volver a recibir correo',
    again: 'Volverás a recibir correo cuando te respondamos.'
  },
  pt: {
    dir: 'ltr',
    title: 'E-mail da sua conversa',
    ask: 'Quer deixar de receber e-mail quando respondermos?',
    leave: 'Chega de e-mail',
    left: 'Você não receberá mais e-mail destas conversas.',
    back: 'Voltar a receber e-mail',
    again: 'Você voltará a receber e-mail quando respondermos.'
  },
  ar: {
    dir: 'rtl',
    title: 'البريد الإلكتروني لمحادثتك',
    ask: 'هل تريد إيقاف البريد الإلكتروني عند الرد عليك؟',
    leave: 'إيقاف البريد',
    left: 'لن تصلك رسائل بريد من هذه المحادثات بعد الآن.',
    back: 'استئناف البريد',
    again: 'سيصلك البريد مجددًا عند الرد عليك.'
  }
}

const english = words.en as LeaveWords

/** A mail scanner that opens every link must not refuse mail in somebody's name: opening asks, the button does. */
export function leavePage(language: string | undefined, state: 'ask' | 'left' | 'again'): string {
  const known = language !== undefined && Object.hasOwn(words, language) ? words[language] : undefined
  const said = known ?? english
  const lang = known ? language : 'en'
  const button = state === 'left' ? said.back : said.leave
  const form = `<form method="post"><input type="hidden" name="again" value="${state === 'left' ? 'yes' : 'no'}"><button>${escaped(button)}</button></form>`
  const text = { ask: said.ask, left: said.left, again: said.again }[state]
  return (
    `<!doctype html><html lang="${lang}" dir="${said.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta name="robots" content="noindex"><title>${escaped(said.title)}</title><style>` +
    'body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;color:#1c1917;background:#fafaf9}' +
    'main{max-width:26rem;padding:24px}h1{font-size:20px;font-weight:500}button{font:inherit;padding:8px 14px;border-radius:6px;border:1px solid #d6d3d1;background:#fff;color:inherit;cursor:pointer}' +
    '@media (prefers-color-scheme:dark){body{color:#e7e5e4;background:#1c1917}button{background:#292524;border-color:#57534e}}' +
    `</style></head><body><main><h1>${escaped(said.title)}</h1><p role="status">${escaped(text)}</p>${form}</main></body></html>`
  )
}
