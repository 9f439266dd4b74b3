/** Names for new bindings. */

/** `name`, or `name2` and so on where the text mentions it, so that a new binding hides nothing that the text uses. */
export function freeName(name: string, text: string): string {
  let candidate = name
  for (let i = 2; new RegExp(`\\b${candidate}\\b`).test(text); i++) candidate = `${name}${i}`
  return candidate
}
