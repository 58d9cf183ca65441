/**
 * Draws the SVG that the server made as a PNG, for programs that take no other pictures.
 *
 *   <button type="button" data-picture="/research/time/months.svg?q=버스">Picture (PNG)</button>
 */
const SHARPNESS = 2;

/** The name of the picture: that of the address, with another ending. */
export function nameOf(address: string): string {
  const path = new URL(address, location.href).pathname;
  return `${path.slice(path.lastIndexOf("/") + 1).replace(/\.svg$/, "")}.png`;
}

async function imageOf(drawing: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await image.decode();
  return image;
}

async function painted(image: HTMLImageElement): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SHARPNESS;
  canvas.height = image.naturalHeight * SHARPNESS;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}

async function save(address: string): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) return location.assign(address);
  const picture = await painted(await imageOf(await answer.text()));
  if (!picture) return location.assign(address);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = nameOf(address);
  link.click();
  URL.revokeObjectURL(link.href);
}

export function startPictures(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-picture]"))
    button.addEventListener("click", () => void save(button.dataset.picture ?? ""));
}
