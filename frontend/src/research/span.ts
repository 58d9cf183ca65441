/**
 * Selects a span of months by dragging over a chart or with its arrow keys (Shift takes more months, Enter keeps them),
 * and goes to the same page for that span.
 * The from and to fields and the links of the table do the same without it.
 *
 *   <figure data-span data-span-months="2024-01 2024-02" data-span-left="56" data-span-width="692"
 *     data-span-top="64" data-span-height="220"><div class="chart__frame" tabindex="0"><svg viewBox="0 0 760 400">…</svg></div></figure>
 */
export interface Plot {
  months: string[];
  left: number;
  width: number;
}

const SVG = "http://www.w3.org/2000/svg";

/** The number of the month under a place of the drawing; what is beside the plot counts as its end. */
export function monthAt(plot: Plot, x: number): number {
  const slot = plot.width / plot.months.length;
  return Math.min(Math.max(Math.floor((x - plot.left) / slot), 0), plot.months.length - 1);
}

function lastDay(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return `${month}-${new Date(Date.UTC(year as number, number as number, 0)).getUTCDate()}`;
}

/** The address of the page with the span as its days. */
export function addressOf(page: string, plot: Plot, one: number, other: number): string {
  const address = new URL(page);
  address.searchParams.delete("cursor");
  address.searchParams.set("from", `${plot.months[Math.min(one, other)]}-01`);
  address.searchParams.set("to", lastDay(plot.months[Math.max(one, other)] as string));
  return address.href;
}

export function startSpan(figure: HTMLElement, go: (address: string) => void): void {
  const drawing = figure.querySelector("svg");
  const months = figure.dataset.spanMonths?.split(" ").filter(Boolean) ?? [];
  if (!drawing || !months.length) return;
  const plot = { months, left: Number(figure.dataset.spanLeft), width: Number(figure.dataset.spanWidth) };
  const slot = plot.width / months.length;
  const veil = document.createElementNS(SVG, "rect");
  veil.setAttribute("class", "chart__veil");
  veil.setAttribute("y", figure.dataset.spanTop ?? "0");
  veil.setAttribute("height", figure.dataset.spanHeight ?? "0");
  const placeOf = (event: PointerEvent): number => {
    const box = drawing.getBoundingClientRect();
    return monthAt(plot, ((event.clientX - box.left) / box.width) * drawing.viewBox.baseVal.width);
  };
  let begun: number | undefined;
  let reached: number | undefined;
  const show = (one: number, other: number): void => {
    veil.setAttribute("x", String(plot.left + Math.min(one, other) * slot));
    veil.setAttribute("width", String((Math.abs(one - other) + 1) * slot));
    drawing.append(veil);
  };
  const stop = (): void => {
    begun = reached = undefined;
    veil.remove();
  };
  drawing.addEventListener("pointerdown", (event) => {
    // A finger scrolls; months are chosen in the form there.
    if (event.pointerType === "touch" || event.button !== 0) return;
    begun = placeOf(event);
    drawing.setPointerCapture(event.pointerId);
    show(begun, begun);
    event.preventDefault();
  });
  drawing.addEventListener("pointermove", (event) => {
    if (begun !== undefined) show(begun, placeOf(event));
  });
  drawing.addEventListener("pointerup", (event) => {
    if (begun === undefined) return;
    const address = addressOf(location.href, plot, begun, placeOf(event));
    begun = undefined;
    go(address);
  });
  drawing.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
  });
  figure.querySelector<HTMLElement>(".chart__frame")?.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      // The first arrow begins at the end that it comes from: the latest months are those most looked for.
      const from = reached ?? (step < 0 ? months.length : -1);
      reached = Math.min(Math.max(from + step, 0), months.length - 1);
      if (!event.shiftKey || begun === undefined) begun = reached;
      show(begun, reached);
      tell(months, begun, reached);
      event.preventDefault();
    } else if (event.key === "Enter" && begun !== undefined && reached !== undefined) {
      go(addressOf(location.href, plot, begun, reached));
    }
  });
}

/** Says the span to those who do not see it. */
function tell(months: string[], one: number, other: number): void {
  const announcer = document.getElementById("announcer");
  const ends = new Set([months[Math.min(one, other)], months[Math.max(one, other)]]);
  if (announcer) announcer.textContent = [...ends].join(" – ");
}

export function startSpans(go = (address: string): void => location.assign(address)): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-span]")) startSpan(figure, go);
}
