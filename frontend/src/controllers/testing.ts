import { Application, type ControllerConstructor } from "@hotwired/stimulus";
import { afterAll, vi } from "vitest";

let running: Application | undefined;
afterAll(() => running?.stop());

/** Draws a piece of HTML with one controller on it, as the site would. */
export async function start(
  name: string,
  controller: ControllerConstructor,
  html: string,
): Promise<Application> {
  running?.stop();
  document.documentElement.lang = "en";
  document.body.innerHTML = `${html}<div id="announcer"></div>`;
  const application = new Application(document.documentElement);
  running = application;
  application.register(name, controller);
  await application.start();
  await settle();
  return application;
}

/** Lets observers and answered promises have their turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}

export function find<T extends HTMLElement = HTMLElement>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`No ${selector} on the page`);
  return element;
}

export function type(selector: string, text: string): void {
  const control = find<HTMLInputElement>(selector);
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The network, with one answer for every request. */
export function answer(body: string, init: ResponseInit = {}) {
  const fetcher = vi.fn(async (_url: string, _init?: RequestInit) => new Response(body, init));
  vi.stubGlobal("fetch", fetcher);
  return fetcher;
}

/** The value of one field in the first form that was sent. */
export function sent(fetcher: ReturnType<typeof answer>, field: string): unknown {
  const body = fetcher.mock.calls[0]?.[1]?.body;
  return body instanceof FormData ? body.get(field) : undefined;
}
