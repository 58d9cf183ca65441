export type ToastKind = "success" | "info" | "warning" | "error";

/** Puts a short message into the messages area; the toast controller there shows and removes it. */
export function toast(text: string, kind: ToastKind = "info"): void {
  const area = document.getElementById("messages");
  if (!area) return;
  const item = document.createElement("div");
  item.className = `toast toast--${kind}`;
  item.dataset.toastTarget = "item";
  const words = document.createElement("p");
  words.className = "toast__text";
  words.textContent = text;
  item.append(words);
  area.append(item);
}
