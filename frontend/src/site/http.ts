import { toast } from "./toast";
import { say } from "./words";

/** The CSRF token: from a form on the page, or else from the cookie. */
export function csrfToken(): string {
  const input = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  if (input?.value) return input.value;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

/** The words of an RFC 9457 problem, or nothing if the body is something else. */
export function problemWords(body: string): string | undefined {
  try {
    const problem: unknown = JSON.parse(body);
    if (typeof problem !== "object" || problem === null) return undefined;
    const { detail, title } = problem as { detail?: unknown; title?: unknown };
    if (typeof detail === "string" && detail) return detail;
    return typeof title === "string" && title ? title : undefined;
  } catch {
    return undefined;
  }
}

/** Tells in words why a request failed. */
export function tellFailure(body: string | undefined): void {
  toast((body && problemWords(body)) || say(body === undefined ? "offline" : "failed"), "error");
}

/** A request to this site that asks for a piece of HTML. */
export function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("HX-Request", "true");
  if (init.method && init.method !== "GET") headers.set("X-CSRFToken", csrfToken());
  return fetch(url, { credentials: "same-origin", ...init, headers });
}
