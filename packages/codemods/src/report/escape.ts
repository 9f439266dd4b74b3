/** Texts in pages. */

/** A text with nothing in it that means something in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (each) => `&#${each.charCodeAt(0)};`)
}
