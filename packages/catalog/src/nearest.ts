/** Which of some words somebody meant who wrote another. */

/** The word with the fewest changes, if these are at most `most`, by default few for its length; `undefined` where none is close. */
export function nearest(written: string, words: Iterable<string>, most: number = Math.floor(written.length / 3) + 1): string | undefined {
  let best: string | undefined
  let fewest = most + 1
  for (const word of words) {
    if (Math.abs(word.length - written.length) >= fewest) continue
    const changes = distance(written.toLowerCase(), word.toLowerCase())
    if (changes >= fewest) continue
    fewest = changes
    best = word
  }
  return best
}

/** Number of letters to add, remove or change (Levenshtein). */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const change = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, change))
    }
    previous = current
  }
  return previous[to.length]!
}
