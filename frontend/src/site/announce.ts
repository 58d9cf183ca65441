/** Says a sentence to screen readers without moving the focus. */
export function announce(text: string): void {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  // An empty moment in between lets the same sentence be read twice.
  window.setTimeout(() => {
    region.textContent = text;
  }, 50);
}
