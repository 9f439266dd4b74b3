/** Values of context variables that are labels: `new ContextVar('tenant', { label: true })`. */
import { shared } from '../../process-state.ts'

const readers = shared('labels', () => new Map<string, () => string | undefined>())
const longest = 200

/** The labels that have a value here; undefined where there are none. */
export function currentLabels(): Readonly<Record<string, string>> | undefined {
  if (readers.size === 0) return undefined
  const labels: Record<string, string> = {}
  for (const [name, read] of readers) {
    const text = textOf(read)
    if (text !== undefined) labels[name] = text.slice(0, longest)
  }
  return Object.keys(labels).length > 0 ? labels : undefined
}

/** A value that can't be read, or made text of, is no reason to lose the record. */
function textOf(read: () => string | undefined): string | undefined {
  try {
    const text = read()
    return text === undefined ? undefined : String(text)
  } catch (error) {
    return `(${(error as Error).message})`
  }
}
