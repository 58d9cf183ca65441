import htmx from "htmx.org";
import { csrfToken, tellFailure } from "./http";

interface RequestDetail {
  headers: Record<string, string>;
}
interface ResponseDetail {
  xhr: XMLHttpRequest;
}

/** The only place that knows htmx: its settings, its events, and what we do at them. */
export function startHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    (event as CustomEvent<RequestDetail>).detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:responseError", (event) => {
    tellFailure((event as CustomEvent<ResponseDetail>).detail.xhr.responseText);
  });
  document.addEventListener("htmx:sendError", () => tellFailure(undefined));
  document.addEventListener("htmx:afterSettle", (event) => {
    // The swapped piece says itself where the reader goes on.
    (event.target as Element).querySelector<HTMLElement>("[data-focus]")?.focus();
  });
}
