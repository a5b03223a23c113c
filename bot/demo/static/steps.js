/* The guided first story: what is said at each step, and what shows that the step is done.

   `phone` is the data-person of the phone to look at, or "time" for the top bar. `done` looks at one event:
   {kind: "tapped" | "said" | "received", person, text} or {kind: "time", hours | days}. */

const by = (kind, person, pattern) => (event) =>
  event.kind === kind && event.person === person && pattern.test(event.text);

export const steps = [
  {
    phone: "Awa",
    done: by("tapped", "Awa", /^(Envoyer|Send)/),
    fr: ["Awa écrit ce qui lui pèse",
      "Sur le téléphone d’Awa, écrivez au bot quelques mots sur une difficulté, par exemple « Je suis seule dans mon "
      + "équipe ». Touchez « Faire part d’une difficulté », choisissez un thème, relisez, puis « Envoyer »."],
    en: ["Awa writes what weighs on her",
      "On Awa’s phone, write a few words to the bot about a difficulty, for example “I am alone in my team”. "
      + "Tap “Share a difficulty”, choose a theme, read it again, then “Send”."],
  },
  {
    phone: "Samira",
    done: by("tapped", "Samira", /^(Envoyer|Send)/),
    fr: ["Samira lit et répond",
      "Un message attend sur le téléphone de Samira, sans le nom de la personne qui l’a écrit. Ouvrez-le, puis répondez."],
    en: ["Samira reads and answers",
      "A message is waiting on Samira’s phone, without the name of the person who wrote it. Open it, then answer."],
  },
  {
    phone: "Awa",
    done: by("tapped", "Awa", /(réponse|Lire|answer|Read|repl)/i),
    fr: ["Awa lit la réponse",
      "Revenez sur le téléphone d’Awa. Son bouton est le seul chemin vers la réponse : touchez-le pour la lire."],
    en: ["Awa reads the answer",
      "Go back to Awa’s phone. Her button is the only way to the answer: tap it to read."],
  },
  {
    phone: "Inès",
    done: by("tapped", "Inès", /^(Publier|Annoncer|Publish|Announce)/),
    fr: ["Inès prépare une réunion de pairs",
      "Sur le téléphone d’Inès, écrivez /reunion. Donnez un titre, une date (« jeudi 14 h 30 » suffit) et un lieu, puis publiez."],
    en: ["Inès plans a peer meeting",
      "On Inès’s phone, write /reunion. Give a title, a date (“Thursday 14:30” is enough) and a place, then publish."],
  },
  {
    phone: "Awa",
    done: by("tapped", "Awa", /(J[’']y serai|be there)/i),
    fr: ["Awa dit qu’elle viendra",
      "L’annonce est arrivée sur chaque téléphone et dans le groupe. Sur celui d’Awa, touchez « J’y serai »."],
    en: ["Awa says she will come",
      "The announcement has reached every phone and the group. On Awa’s, tap “I’ll be there”."],
  },
  {
    phone: "time",
    done: by("received", "Awa", /(Rappel|Reminder)/i),
    fr: ["Le rappel arrive",
      "Touchez « Un jour plus tard », en haut, jusqu’à ce que le rappel de la réunion arrive chez Awa."],
    en: ["The reminder arrives",
      "Tap “One day later”, at the top, until the reminder of the meeting reaches Awa."],
  },
];
