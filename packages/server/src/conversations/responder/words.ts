/** What is said where no document speaks. */
export type Words = {
  greeting: string
  welcome: string
  unsure: string
  asked: string
  rule: string
  failed: string
}

const words: Readonly<Record<string, Words>> = {
  en: {
    greeting: 'Hello! What would you like to know?',
    welcome: 'You are welcome. Is there anything else?',
    unsure: 'I could not find an answer to this in what I have read. I am asking a person of our team to take over.',
    asked: 'I am asking a person of our team to take over.',
    rule: 'A person of our team will take over from here.',
    failed: 'I cannot answer right now. I am asking a person of our team to take over.'
  },
  de: {
    greeting: 'Hallo! Was möchten Sie wissen?',
    welcome: 'Gern geschehen. Kann ich noch etwas für Sie tun?',
    unsure: 'Dazu habe ich in unseren Unterlagen nichts gefunden. Ich bitte jemanden aus unserem Team zu übernehmen.',
    asked: 'Ich bitte jemanden aus unserem Team zu übernehmen.',
    rule: 'Ab hier übernimmt jemand aus unserem Team.',
    failed: 'Ich kann gerade nicht antworten. Ich bitte jemanden aus unserem Team zu übernehmen.'
  },
  fr: {
    greeting: 'Bonjour ! Que souhaitez-vous savoir ?',
    welcome: 'Je vous en prie. Autre chose ?',
    unsure:
      'Je n’ai pas trouvé de réponse dans nos documents. Je demande à une personne de notre équipe de prendre le relais.',
    asked: 'Je demande à une personne de notre équipe de prendre le relais.',
    rule: 'Une personne de notre équipe prend le relais.',
    failed: 'Je ne peux pas répondre pour le moment. Je demande à une personne de notre équipe de prendre le relais.'
  },
  es: {
    greeting: '¡Hola! ¿Qué le gustaría saber?',
    welcome: 'De nada. ¿Algo más?',
    unsure:
      'No he encontrado una respuesta en nuestros documentos. Le pido a una persona de nuestro equipo que se haga cargo.',
    asked: 'Le pido a una persona de nuestro equipo que se haga cargo.',
    rule: 'Una persona de nuestro equipo se hará cargo a partir de aquí.',
    failed: 'Ahora mismo no puedo responder. Le pido a una persona de nuestro equipo que se haga cargo.'
  },
  pt: {
    greeting: 'Olá! O que gostaria de saber?',
    welcome: 'De nada. Mais alguma coisa?',
    unsure: 'Não encontrei uma resposta nos nossos documentos. Vou pedir a uma pessoa da nossa equipa que assuma.',
    asked: 'Vou pedir a uma pessoa da nossa equipa que assuma.',
    rule: 'A partir daqui, uma pessoa da nossa equipa assume.',
    failed: 'Não consigo responder agora. Vou pedir a uma pessoa da nossa equipa que assuma.'
  },
  ar: {
    greeting: 'مرحبًا! ما الذي تود معرفته؟',
    welcome: 'على الرحب والسعة. هل من شيء آخر؟',
    unsure: 'لم أجد إجابة عن هذا في مستنداتنا. سأطلب من أحد أعضاء فريقنا أن يتولى الأمر.',
    asked: 'سأطلب من أحد أعضاء فريقنا أن يتولى الأمر.',
    rule: 'سيتولى أحد أعضاء فريقنا الأمر من هنا.',
    failed: 'لا أستطيع الإجابة الآن. سأطلب من أحد أعضاء فريقنا أن يتولى الأمر.'
  }
}
const english = words.en as Words

export const wordsIn = (language: string | undefined): Words =>
  words[language?.slice(0, 2).toLowerCase() ?? 'en'] ?? english

const thanks = /\b(thank|thanks|thx|cheers|danke|dank|merci|gracias|obrigad[oa]|grazie)\b|شكر/i

/** Whether small talk is a word of thanks. */
export const isThanks = (text: string): boolean => thanks.test(text)
