// Photos leave the phone small and without what the camera wrote beside the picture: drawn anew, as JPEG.
const LONGEST_EDGE = 1600;
const QUALITIES = [0.8, 0.6, 0.4, 0.25];
const LARGEST = 900_000; // bytes: twelve photos fit into one report

/** The picture as a File of at most `edge` pixels on its longer side, of a lower quality where it would be large. Throws for what is no picture. */
export async function scaled(file, edge) {
  const picture = await createImageBitmap(file);
  const factor = Math.min(1, (edge ?? LONGEST_EDGE) / Math.max(picture.width, picture.height));
  const canvas = drawn(picture, Math.round(picture.width * factor), Math.round(picture.height * factor));
  picture.close();
  let blob;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob.size <= LARGEST) break;
  }
  return new File([blob], "photo.jpg", { type: "image/jpeg" });
}

/** A small picture of a photo to look at. */
export async function preview(file) {
  const picture = await createImageBitmap(file);
  const factor = Math.min(1, 240 / Math.max(picture.width, picture.height));
  return drawn(picture, Math.round(picture.width * factor), Math.round(picture.height * factor));
}

function drawn(picture, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, width);
  canvas.height = Math.max(1, height);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
