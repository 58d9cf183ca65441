import htmx from "htmx.org";
import { announce } from "./announce";
import { csrfToken, tellFailure } from "./http";
import { say } from "./words";

interface RequestDetail {
  headers: Record<string, string>;
  elt: Element;
}
interface ResponseDetail {
  xhr: XMLHttpRequest;
}

/** Where the reader was when a piece of the page was asked for. */
interface Place {
  part: string | null;
  words: string;
  rows: number;
  more: boolean;
}
let place: Place | undefined;

/** The only place that knows htmx: its settings, its events, and what we do at them. */
export function startHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    selfRequestsOnly: true,
    scrollIntoViewOnBoost: false,
    // Going back loads the page anew: nothing of it is kept, and nothing old is shown.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { headers, elt } = (event as CustomEvent<RequestDetail>).detail;
    headers["X-CSRFToken"] = csrfToken();
    place = placeOf(elt);
  });
  document.addEventListener("htmx:responseError", (event) => {
    tellFailure((event as CustomEvent<ResponseDetail>).detail.xhr.responseText);
  });
  document.addEventListener("htmx:sendError", () => tellFailure(undefined));
  document.addEventListener("htmx:afterSettle", (event) => {
    const focused = (event.target as Element).querySelector<HTMLElement>("[data-focus]");
    // The swapped piece says itself where the reader goes on; or else it is where he was.
    if (focused) focused.focus();
    else if (place) goOn(place);
    place = undefined;
  });
}

function placeOf(elt: Element | undefined): Place {
  return {
    part: elt?.closest("nav")?.getAttribute("aria-label") ?? null,
    words: wordsOf(elt),
    rows: document.querySelectorAll(".rows > *").length,
    more: Boolean(elt?.closest(".pager")),
  };
}

/** What a link says, without the number beside it, which changes. */
function wordsOf(link: Element | undefined): string {
  return (link?.querySelector("span") ?? link)?.textContent?.trim() ?? "";
}

function goOn({ part, words, rows, more }: Place): void {
  if (more) {
    const fresh = [...document.querySelectorAll(".rows > *")].slice(rows);
    fresh[0]?.querySelector<HTMLElement>(".row__title a, a")?.focus();
    announce(say("more", { count: fresh.length }));
    return;
  }
  keepQuery();
  const links = [...document.querySelectorAll<HTMLElement>("nav a")].filter(
    (link) => wordsOf(link) === words && (link.closest("nav")?.getAttribute("aria-label") ?? null) === part,
  );
  const heading = document.querySelector<HTMLElement>("main h1");
  links[0]?.focus({ preventScroll: true });
  if (!links[0] || document.activeElement !== links[0]) {
    // On a phone the choices have folded up again: go on at the heading.
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }
  announce(heading?.textContent?.trim() ?? "");
}

/** The frame stays when a list changes: its ways to other languages and to the sign-in follow the address. */
function keepQuery(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]"))
    link.search = window.location.search;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href*='?next=']")) {
    const address = new URL(link.href);
    address.searchParams.set("next", window.location.pathname + window.location.search);
    link.href = address.pathname + address.search;
  }
}
