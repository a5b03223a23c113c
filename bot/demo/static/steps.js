/* The guided first story: what is said at each step, and what shows that the step is done.

   `phone` is the data-person of the phone to look at, or "hour" or "day" of the top bar. `done` looks at one event:
   {kind: "tapped" | "said" | "received", person, text} or {kind: "time", hours | days}. */

const by = (kind, person, pattern) => (event) =>
  event.kind === kind && event.person === person && pattern.test(event.text);

export const steps = [
  {
    phone: "Awa",
    done: by("tapped", "Awa", /^(Envoyer|Send)$/),
    fr: ["Awa écrit ce qui lui pèse",
      "Sur le téléphone d’Awa, écrivez au bot, par exemple « Je suis seule dans mon équipe ». Touchez « Faire part "
      + "d’une difficulté », « Isolement », « J’aimerais une réponse », « Non, elle peut le lire », relisez, puis « Envoyer »."],
    en: ["Awa writes what weighs on her",
      "On Awa’s phone, write to the bot, for example “I am alone in my team”. Tap “Tell us about a difficulty”, "
      + "“Isolation”, “I would like an answer”, “No, they may read it”, read it again, then “Send”."],
  },
  {
    phone: "hour",
    done: (event) => event.kind === "time",
    fr: ["Le message attend le soir",
      "Rien ne dit à quelle heure Awa a écrit : les messages arrivent à 8 h 30 et à 18 h 30. Touchez « Une heure plus tard »."],
    en: ["The message waits for the evening",
      "Nothing tells when Awa wrote: messages arrive at 8:30 and at 18:30. Tap “One hour later”."],
  },
  {
    phone: "Samira",
    done: by("tapped", "Samira", /^(Envoyer|Send)$/),
    fr: ["Samira lit et répond",
      "Sur le téléphone de Samira, touchez « Ouvrir », puis le message. Aucun nom, aucune heure. Touchez « Répondre », "
      + "écrivez, puis « Envoyer »."],
    en: ["Samira reads and answers",
      "On Samira’s phone, tap “Open”, then the message. No name, no time. Tap “Answer”, write, then “Send”."],
  },
  {
    phone: "Awa",
    done: by("tapped", "Awa", /^(Lire la réponse|Read the answer)$/),
    fr: ["Awa lit la réponse",
      "Sur le téléphone d’Awa, le bouton « Lire la réponse » est le seul chemin vers l’échange. Touchez-le."],
    en: ["Awa reads the answer",
      "On Awa’s phone, the button “Read the answer” is the only way to the exchange. Tap it."],
  },
  {
    phone: "Inès",
    done: by("tapped", "Inès", /^(Annoncer( sans lieu)?|Announce( without a place)?)$/),
    fr: ["Inès prépare une réunion de pairs",
      "Sur le téléphone d’Inès, touchez « Préparer une réunion », puis « Date » et écrivez-la comme vous la diriez : "
      + "« jeudi en huit 14h30 ». Puis « Annoncer la réunion », et « Annoncer »."],
    en: ["Inès prepares a peer meeting",
      "On Inès’s phone, tap “Prepare a meeting”, then “Date”, and write it as you would say it: "
      + "“next Thursday at 14:30”. Then “Announce the meeting”, and “Announce”."],
  },
  {
    phone: "Awa",
    done: by("tapped", "Awa", /^(J[’']y serai|I will be there)$/),
    fr: ["Awa dit qu’elle viendra",
      "L’annonce est arrivée sur chaque téléphone et dans le groupe. Sur celui d’Awa, touchez « J’y serai »."],
    en: ["Awa says she will come",
      "The announcement has reached every phone and the group. On Awa’s, tap “I will be there”."],
  },
  {
    phone: "day",
    done: by("received", "Awa", /(Une date à retenir|C’est bientôt|C’est aujourd’hui|A date to remember|Coming soon|It is today)/),
    fr: ["Le rappel arrive",
      "Touchez « Un jour plus tard », en haut, jusqu’à ce que le rappel de la réunion arrive chez Awa."],
    en: ["The reminder arrives",
      "Tap “One day later”, at the top, until the reminder of the meeting reaches Awa."],
  },
];
