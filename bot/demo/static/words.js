/* The page's own words in French and in English; the bot's words come from the bot. */

const fr = {
  title: "Entrepairs – démonstration",
  simulatedTime: "Date et heure simulées : ",
  menu: "Commandes de la démonstration",
  timeControls: "Avancer le temps",
  languageControls: "Langue",
  hourLater: "Une heure plus tard",
  dayLater: "Un jour plus tard",
  restart: "Redémarrer le bot",
  reset: "Recommencer",
  guideOpen: "Visite guidée",
  botRunning: "Bot en marche",
  botStopped: "Bot arrêté",
  phones: "Téléphones",
  phonesBack: "Téléphones précédents",
  phonesOn: "Téléphones suivants",
  people: "Choisir un téléphone",
  phoneOf: "Téléphone : {name}, {role}",
  newOn: "nouveau message",
  private: "En privé",
  group: "Groupe",
  theGroup: "Le groupe",
  seenBy: "vu par",
  resetTitle: "Tout recommencer ?",
  resetText: "Les messages, les réunions et les comptes de cette démonstration seront effacés. "
    + "Le décor du début sera remis en place.",
  resetYes: "Tout effacer",
  cancel: "Annuler",
  lost: "La connexion est interrompue. Nouvel essai dans un instant…",
  failed: "Cette action n’a pas abouti. Vous pouvez réessayer.",
  chats: "Conversations",
  bot: "bot",
  members: "{n} membres",
  member: "1 membre",
  membersTitle: "Membres",
  creator: "propriétaire",
  administrator: "administration",
  you: "vous",
  leaveGroup: "Quitter le groupe",
  joinGroup: "Rejoindre le groupe",
  blockBot: "Bloquer le bot",
  unblockBot: "Débloquer le bot",
  close: "Fermer",
  ok: "OK",
  commands: "Commandes",
  write: "Message",
  writeTo: "{name} écrit dans « {title} »",
  send: "Envoyer le message",
  attach: "Envoyer une photo",
  dateMark: "Mettre une date",
  dateTitle: "Une date marquée par Telegram",
  dateTake: "Mettre dans le message",
  photo: "Photo",
  start: "Démarrer",
  startHint: "Cette conversation n’a pas encore commencé.",
  emptyGroup: "Aucun message pour le moment.",
  reply: "Répondre",
  edit: "Modifier",
  remove: "Supprimer",
  actions: "Actions sur ce message",
  replyingTo: "En réponse à {name}",
  editing: "Modification",
  stopReply: "Ne plus répondre à ce message",
  edited: "modifié",
  protected: "Contenu protégé : ni copie, ni transfert",
  pinned: "Message épinglé",
  document: "Télécharger {name}, {size}",
  toLatest: "Aller aux derniers messages",
  newMessage: "{phone}, {chat} : {from} a écrit : {text}",
  from: "{name}, {time} : ",
  bytes: ["o", "Ko", "Mo"],
  guide: "Visite guidée",
  stepOf: "Étape {n} sur {all}",
  previous: "Précédent",
  next: "Suivant",
  finish: "Terminer",
  showPhone: "J’y vais",
  stepDone: "C’est fait",
  unfold: "Lire l’étape",
  fold: "Replier",
  services: [
    [/^(.+) created the group$/, "$1 a créé le groupe"],
    [/^(.+) joined the group$/, "$1 a rejoint le groupe"],
    [/^(.+) left the group$/, "$1 a quitté le groupe"],
    [/^(.+) pinned a message$/, "$1 a épinglé un message"],
    [/^The group became a supergroup$/, "Le groupe est devenu un grand groupe"],
  ],
  outside: "{name} n’est pas dans le groupe.",
  roles: {
    peer_worker: "pair-aidance",
    "peer_worker:Awa": "travailleuse paire",
    "peer_worker:Luc": "travailleur pair",
    "peer_worker:Noé": "travailleur pair",
    newcomer: "pas encore membre",
    supervisor: "supervision",
    "supervisor:Samira": "superviseure",
    "supervisor:Nora": "superviseure, France entière",
    "supervisor:Noé": "superviseur",
    coordinator: "coordination",
    "coordinator:Inès": "coordinatrice",
    "coordinator:Noé": "coordinateur",
  },
};

const en = {
  title: "Entrepairs – demonstration",
  simulatedTime: "Simulated date and time: ",
  menu: "Demonstration controls",
  timeControls: "Move time forward",
  languageControls: "Language",
  hourLater: "One hour later",
  dayLater: "One day later",
  restart: "Restart the bot",
  reset: "Start over",
  guideOpen: "Guided tour",
  botRunning: "Bot running",
  botStopped: "Bot stopped",
  phones: "Phones",
  phonesBack: "Previous phones",
  phonesOn: "Next phones",
  people: "Choose a phone",
  phoneOf: "Phone: {name}, {role}",
  newOn: "new message",
  private: "Private",
  group: "Group",
  theGroup: "The group",
  seenBy: "seen by",
  resetTitle: "Start everything over?",
  resetText: "The messages, meetings and accounts of this demonstration will be erased. "
    + "The opening scene will be put back.",
  resetYes: "Erase everything",
  cancel: "Cancel",
  lost: "The connection is interrupted. Trying again in a moment…",
  failed: "This did not go through. You can try again.",
  chats: "Conversations",
  bot: "bot",
  members: "{n} members",
  member: "1 member",
  membersTitle: "Members",
  creator: "owner",
  administrator: "admin",
  you: "you",
  leaveGroup: "Leave the group",
  joinGroup: "Join the group",
  blockBot: "Block the bot",
  unblockBot: "Unblock the bot",
  close: "Close",
  ok: "OK",
  commands: "Commands",
  write: "Message",
  writeTo: "{name} writes in “{title}”",
  send: "Send the message",
  attach: "Send a photo",
  dateMark: "Put a date",
  dateTitle: "A date marked by Telegram",
  dateTake: "Put it into the message",
  photo: "Photo",
  start: "Start",
  startHint: "This conversation has not started yet.",
  emptyGroup: "No message for now.",
  reply: "Reply",
  edit: "Edit",
  remove: "Delete",
  actions: "Actions on this message",
  replyingTo: "Replying to {name}",
  editing: "Editing",
  stopReply: "Stop replying to this message",
  edited: "edited",
  protected: "Protected content: no copy, no forward",
  pinned: "Pinned message",
  document: "Download {name}, {size}",
  toLatest: "Go to the latest messages",
  newMessage: "{phone}, {chat}: {from} wrote: {text}",
  from: "{name}, {time}: ",
  bytes: ["B", "KB", "MB"],
  guide: "Guided tour",
  stepOf: "Step {n} of {all}",
  previous: "Back",
  next: "Next",
  finish: "Finish",
  showPhone: "Let’s go",
  stepDone: "Done",
  unfold: "Read the step",
  fold: "Fold",
  services: [],
  outside: "{name} is not in the group.",
  roles: {
    peer_worker: "peer worker",
    newcomer: "not a member yet",
    supervisor: "supervisor",
    "supervisor:Nora": "supervisor, all of France",
    coordinator: "coordinator",
  },
};

const catalogues = { fr, en };
let language = "fr";

export const spoken = () => language;

/** Choose the language of the page and rewrite every element that carries a data-word or a data-label. */
export function speak(chosen) {
  language = chosen in catalogues ? chosen : "fr";
  document.documentElement.lang = language;
  document.title = t("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
  }
}

/** The sentence `key`, its {places} filled; a missing key is a bug and says so. */
export function t(key, places = {}) {
  const sentence = catalogues[language][key];
  if (sentence === undefined) throw new Error(`no words for ${key}`);
  if (typeof sentence !== "string") return sentence;
  return sentence.replace(/\{(\w+)\}/g, (_, place) => String(places[place]));
}

export function roleOf(role, name) {
  const roles = t("roles");
  return roles[`${role}:${name}`] ?? roles[role] ?? role;
}

/** The line that the simulated Telegram writes in English, in the page's language. */
export function serviceWords(line) {
  const [pattern, words] = t("services").find(([known]) => known.test(line)) ?? [/^$/, ""];
  return words ? line.replace(pattern, words) : line;
}

export function sizeWords(bytes) {
  const units = t("bytes");
  let [size, step] = [bytes, 0];
  while (size >= 1000 && step < units.length - 1) [size, step] = [size / 1000, step + 1];
  const digits = step && size < 10 ? 1 : 0;
  const figure = size.toLocaleString(language, { maximumFractionDigits: digits });
  return `${figure}\u00a0${units[step]}`;
}
