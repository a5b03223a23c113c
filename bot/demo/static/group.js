/* The last frame: the region's group, seen from the phone of whom one chooses. */

import { el } from "./dom.js";
import { Phone } from "./phone.js";
import { t } from "./words.js";

export class GroupFrame extends Phone {
  constructor(hooks, first) {
    super("groupe", hooks, "group");
    this.as = first;
  }

  build() {
    super.build();
    this.chooser = el("select", { on: { change: () => this.choose(Number(this.chooser.value)) } });
    this.label = el("label", { class: "seen-by" }, el("span", {}), this.chooser);
    this.role.replaceWith(this.label);
  }

  choose(id) {
    this.as = id;
    this.toastSeen = undefined;
    this.hooks.refresh();
  }

  /** Draw the group as the chosen person sees it; who is not in it sees only its door. */
  showAll(state) {
    const view = state.phones.find((phone) => phone.person.id === this.as) ?? state.phones[0];
    const options = state.phones.map(({ person }) => el("option", { value: String(person.id) }, person.name));
    if (this.chooser.options.length !== options.length) this.chooser.replaceChildren(...options);
    this.chooser.value = String(view.person.id);
    this.label.firstChild.textContent = t("seenBy");
    this.root.dataset.as = view.person.name;
    this.show(view, state);
  }

  showOwner() {
    this.name.textContent = t("theGroup");
    this.face.textContent = "";
    this.face.className = "face hue-group";
    this.fresh.hidden = this.unread() === 0;
    this.fresh.textContent = String(this.unread());
  }

  unread() {
    return this.chat?.unread || 0;
  }
}
