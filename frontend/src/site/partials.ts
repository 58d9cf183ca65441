/**
 * Lists that change without the whole page: filters and orders swap the list, "show more" adds to it. The library for
 * it is fetched after everything else, and only where a page has such a list; until then, and without it, links are links.
 *
 *   <div id="listing" data-hx-boost="true" data-hx-target="#listing" data-hx-select="#listing" data-hx-swap="outerHTML">
 */
export async function startPartials(): Promise<void> {
  if (!document.querySelector("[data-hx-boost], [data-hx-get]")) return;
  if (document.readyState !== "complete") {
    await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  }
  // Read by the library as it starts: the style that it would add is refused by the pages' policy.
  const settings = document.createElement("meta");
  settings.name = "htmx-config";
  settings.content = JSON.stringify({ includeIndicatorStyles: false });
  document.head.append(settings);
  (await import("./htmx")).startHtmx();
}
