/* The row of phones: where not all of them fit, an arrow at its edge says so and turns to the others. */

import { calm } from "./dom.js";

/** Wire the arrows `back` and `on` of the `row`; each is there only while phones wait on its side. */
export function wireShelf(row, back, on) {
  const look = () => {
    const left = row.scrollWidth - row.clientWidth - row.scrollLeft;
    back.hidden = row.scrollLeft < 2;
    on.hidden = left < 2;
  };
  const turn = (way) => {
    const behavior = calm() ? "auto" : "smooth";
    row.scrollBy({ left: way * (row.clientWidth - row.firstElementChild.offsetWidth / 2), behavior });
  };
  back.addEventListener("click", () => turn(-1));
  on.addEventListener("click", () => turn(1));
  row.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(row);
  return look;
}
