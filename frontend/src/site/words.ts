/** The few sentences that scripts say themselves; everything else comes from the server, translated. */
const WORDS = {
  ko: {
    saved: "저장됨 {time}",
    savedHere: "이 기기에 저장됨 {time}",
    saving: "저장하는 중",
    saveFailed: "저장하지 못했습니다. 적은 글은 이 기기에 남아 있습니다.",
    restored: "적던 글을 되살렸습니다.",
    voted: "표를 냈습니다.",
    withdrawn: "표를 거두었습니다.",
    support: "지지 {count}.",
    failed: "처리하지 못했습니다. 잠시 뒤에 다시 해 주십시오.",
    offline: "연결되지 않았습니다. 인터넷을 확인해 주십시오.",
    copied: "주소를 복사했습니다.",
    copyFailed: "복사하지 못했습니다. 주소창의 주소를 복사해 주십시오.",
    left: "{count}자 남음",
    over: "{count}자 넘음",
    similar: "비슷한 글 {count}건이 있습니다.",
    suggested: "추천 {count}건이 있습니다. 위아래 화살표로 고릅니다.",
    close: "닫기",
    error: "오류",
    altText: "사진 설명: {name}",
    altHint: "보지 못하는 사람을 위해 무엇이 담겼는지 적습니다.",
    tooLarge: "{name}: {size} MB보다 작아야 합니다.",
    wrongType: "{name}: 받을 수 없는 종류입니다.",
    chosen: "{count}개 고름",
    sure: "계속하시겠습니까?",
    more: "{count}건을 더 보여 드립니다.",
  },
  en: {
    saved: "Saved {time}",
    savedHere: "Saved on this device {time}",
    saving: "Saving",
    saveFailed: "Could not be saved. Your text is kept on this device.",
    restored: "Your unfinished text was brought back.",
    voted: "Your vote is in.",
    withdrawn: "Your vote was taken back.",
    support: "Support: {count}.",
    failed: "This could not be done. Please try again in a moment.",
    offline: "No connection. Please check your network.",
    copied: "Address copied.",
    copyFailed: "Could not copy. Please copy the address from the address bar.",
    left: "{count} characters left",
    over: "{count} characters too many",
    similar: "{count} similar found.",
    suggested: "{count} suggestions. Choose with the up and down arrows.",
    close: "Close",
    error: "Error",
    altText: "Description of the picture: {name}",
    altHint: "Say what it shows, for people who cannot see it.",
    tooLarge: "{name}: must be smaller than {size} MB.",
    wrongType: "{name}: this kind of file cannot be taken.",
    chosen: "{count} chosen",
    sure: "Do you want to go on?",
    more: "{count} more shown.",
  },
} as const;

export type Word = keyof (typeof WORDS)["ko"];

/** One sentence in the language of the page, with its gaps filled. */
export function say(word: Word, gaps: Record<string, string | number> = {}): string {
  const language = document.documentElement.lang.startsWith("ko") ? "ko" : "en";
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, name: string) => String(gaps[name] ?? ""));
}
