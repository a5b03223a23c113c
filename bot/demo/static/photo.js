/* A photo on its way to the bot: made smaller first, as Telegram's apps do. */

const LONGEST_SIDE = 1280;
const QUALITY = 0.85;

/** The picture in `file` as a JPEG in base64; empty for a file that is no picture. */
export async function packed(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return "";
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
}
