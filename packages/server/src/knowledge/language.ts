/** A language whose words PostgreSQL can bend, with the words that carry a sentence and not its subject. */
type Language = { config: string; plain: ReadonlySet<string> }

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean))

/**
 * By the two letters a page or a browser gives. Beside articles, pronouns and the like stand the words of polite asking: what somebody
 * greets or begs with says nothing of what they ask for.
 */
const languages: Readonly<Record<string, Language>> = {
  en: {
    config: 'english',
    plain:
      words(`a about actually after all also am an and any anybody anyone anything are aren't as at back be because been before being
      but by can can't cannot could couldn't did didn't do does doesn't doing don't every for from get gets getting give go goes going good
      got had has have haven't he hello help her here hey hi him his how i i'd i'll i'm i've if in into is isn't it it's its just know let
      like long many may me might mine more most much must my need no not now of off ok okay on one or our out over please possible really
      say see shall she should so some someone something sorry such take takes tell than thank thanks that that's the their them then there
      these they thing this those to too try up us very want wants was wasn't way we well were what what's when where which while who whom
      whose why will with won't would wouldn't yes you you're your yours morning afternoon evening day question wondering`)
  },
  de: {
    config: 'german',
    plain:
      words(`aber als also am an auch auf aus bei beim bin bis bitte bist da danke dann das dass dazu dem den denn der des dich die
      dies diese diesem diesen dieser dieses dir doch dort du ein eine einem einen einer eines er es etwas euch eure euer für gerne geht
      gibt gut guten habe haben habt hallo hat hatte helfen hey hi hilfe hier ich ihm ihn ihnen ihr ihre im in ins ist ja jede jeder kann
      kannst kein keine können könnt könnte lange mal man mehr mein meine meinem meinen meiner mich mir mit moin möchte muss müssen nach
      nicht nichts noch nur ob oder ohne sehr sein seine sich sie sind so soll tag tut über um und uns unser unsere unter viel viele vom
      von vor war warum was weiß welche welcher welches wenn wer werde werden wie wieso will wir wird wissen wo wohin würde wurde zu zum zur
      morgen abend frage kostet`)
  },
  fr: {
    config: 'french',
    plain:
      words(`à ai aide aider ainsi alors au aurait aussi autre aux avec avez avoir avons bien bonjour bonsoir bonne c ça car ce cela
      ces cet cette chez comme comment d dans de des donc du elle elles en encore est et étais était être eu faire fait faut il ils j je l
      la le les leur leurs lui m ma mais me merci mes moi mon n ne non nos notre nous on ont ou où oui par pas peut peux plait plaît plus
      possible pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa salut sans savoir se ses si s'il son sont sous
      stp suis sur svp t ta te tes toi ton très tu un une veux vos votre voudrais vous vouloir y jour question combien temps`)
  },
  es: {
    config: 'spanish',
    plain:
      words(`a al algo alguien algún alguna aquí así ayuda ayudar bien buenas buenos como cómo con cual cuál cuales cuándo cuando cuanto
      cuánto cuánta cuesta de del desde días donde dónde e el él ella ellos en entre era es esa ese eso está están esta estas este esto estoy
      favor fue gracias gustaría ha había hace hacer hasta hay hola la las le les lo los más me mi mis mucho muy necesito ni no nos nosotros
      o os otra otro para pero podría podrían poder por porque porqué pregunta puede puedo que qué quien quién quiero quisiera saber se ser
      será si sí sido sin sobre son soy su sus también te tengo tiene tienen todo tu tus un una uno unos usted y ya yo tardes noches tiempo`)
  },
  pt: {
    config: 'portuguese',
    plain:
      words(`a ajuda ajudar algo alguém algum alguma ao aos aqui as às até bem bom boa boas com como da das de dela dele demora desde
      dia do dos e é ela elas ele eles em entre era essa esse esta está estão este estou eu favor foi fazer gostaria há isso isto já lhe mais
      mas me mesmo meu meus minha minhas muito na não nas nem no nos nós nossa nosso num numa o obrigada obrigado oi olá onde os ou para
      pela pelo pode poderia podem porque por porquê posso pra preciso qual quais quando quanto quanta quantos que quê quem quero saber se
      sem ser será seu seus sim só sobre sua suas são também te tem têm tenho tudo tu um uma vocês você vou tarde noite tempo pergunta`)
  },
  it: {
    config: 'italian',
    plain:
      words(`a ad agli ai aiuto al alla alle anche avere buongiorno buonasera c che chi ci ciao come con cosa cui da dal dalla dei del
      della delle di do dove e è ed era essere fare favore gli grazie ha hai hanno ho i il in io l la le lei lo loro lui ma me mi mia mio
      molto ne nel nella no noi non nostro o per perché per più posso potrei può qual quale quali quando quanto quanta quello questo qui se
      sei si sì sono su sua sul suo te ti tu un una uno vi voglio voi vorrei vostro sapere`)
  },
  nl: {
    config: 'dutch',
    plain:
      words(`aan al alle als altijd ben bij bent dag dan dank dat de deze die dit doe doen door dus een en er erg even geen goed goede
      graag had hallo heb hebben heeft help het hier hij hoe hoi hoeveel hun ik in is ja jaar je jij jouw jullie kan kunnen kun lang ma maar me
      meer met mij mijn moet mogen na naar niet niets nog nu of om onder ons onze ook op over te tot u uit uw van veel voor waar waarom wanneer
      want was wat we weet weten wel welke wie wij wil willen worden wordt zal ze zich zij zijn zo zou vraag graag alsjeblieft bedankt`)
  },
  ar: {
    config: 'arabic',
    plain:
      words(`في من على إلى الى عن مع هل ما ماذا متى أين اين كيف كم لماذا من هو هي هم أنا انا نحن أنت انت هذا هذه ذلك تلك التي الذي
      الذين أن ان إن لا لم لن نعم أو او و ثم قد كان كانت يكون هناك هنا لي لك لكم لنا له لها بعد قبل كل بعض غير أي اي حول مرحبا مرحباً
      السلام عليكم أهلا اهلا شكرا شكراً فضلك لو سمحت أريد اريد يمكن يمكنني ممكن أستطيع معرفة سؤال مساعدة`)
  },
  sv: {
    config: 'swedish',
    plain:
      words(`alla att av bara bli blir de dem den det detta dig din där då du efter ej eller en er ett finns för få får från ha hade han har
      hej här hon hur hos i ingen inte jag ju kan kunna man med men mig min mycket måste någon när ni nu och om oss på sig sin ska skulle så
      som tack till under upp ut vad var vara vem vi vid vill vilka vilken är`)
  },
  ru: {
    config: 'russian',
    plain:
      words(`а бы был была были было быть в вам вас ваш вы где да для до его если есть ещё еще же за здравствуйте и из или им их к как
      какая какие какой когда кто ли меня мне мой мы на надо нам нас наш не нет но ну о об он она они от очень по под пожалуйста помогите
      почему при привет с сколько со спасибо так также там то тоже только тут ты у уже хочу чем что чтобы эта эти это этот я можно могу`)
  }
}

export const anyLanguage = 'simple'
const known = Object.entries(languages)

/** Of one or more letters or digits, in small letters. */
export const wordsIn = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:'[\p{L}\p{M}]+)?/gu) ?? []

/**
 * The two letters of the language that most of its small words belong to; undefined when no two speak for one. Of several that fit alike
 * it is the one that was expected.
 */
export function languageOf(text: string, expected?: string): string | undefined {
  const all = wordsIn(text.slice(0, 20_000))
  const hits = known.map(([code, { plain }]) => ({ code, count: all.filter(word => plain.has(word)).length }))
  const most = Math.max(...hits.map(hit => hit.count))
  if (most === 0 || (most === 1 && all.length > 3)) return undefined
  const best = hits.filter(hit => hit.count === most).map(hit => hit.code)
  if (best.length === 1 || all.length <= 3) return best.find(code => code === expected) ?? best[0]
  return best.find(code => code === expected)
}

/** PostgreSQL's name of what bends the words of a language. */
export const configOf = (code: string | undefined): string => (code && languages[code]?.config) || anyLanguage

/** Whether a word says what a question is about; in a language that is not known, none of those that could be small in any. */
export function carriesMeaning(word: string, code: string | undefined): boolean {
  const language = code === undefined ? undefined : languages[code]
  if (language) return !language.plain.has(word) && !language.plain.has(word.split("'")[0] ?? word)
  return !known.some(([, { plain }]) => plain.has(word))
}

const runTogether = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2,}/gu

/** Where words stand without spaces, each pair of letters is a word: PostgreSQL would take the whole line for one. */
export const spaced = (text: string): string =>
  text.replace(runTogether, run => {
    const letters = [...run]
    const pairs = letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
    return ` ${pairs.join(' ')} `
  })
