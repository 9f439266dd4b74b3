/** Writes declarations that await one after the other as one that awaits all of them: `const [a, b] = await Promise.all([…])`. */
import { indentAt, layoutOf } from './layout.ts'
import type { Layout } from './layout.ts'

/** A change of text. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A comment, with its delimiters. */
interface CommentRange {
  readonly type: 'Block' | 'Line'
  readonly start: number
  readonly end: number
}

/** One name, or pattern of names, and the promise that it waits for. */
export interface JoinedItem {
  /** The declaration in which it stands. */
  readonly statement: { readonly start: number; readonly end: number }
  /** What becomes an item of the list. */
  readonly promise: { readonly start: number; readonly end: number }
  /** The name or pattern, as it is to be written. */
  readonly pattern: string
  /** The type that is written at the name. */
  readonly annotation?: string | undefined
  /** The type that the value is asserted to have. */
  readonly assertion?: string | undefined
}

/** What is written together. */
export interface JoinedGroup {
  readonly text: string
  readonly kind: 'const' | 'let' | 'var'
  readonly items: readonly JoinedItem[]
  /** Those of the file. */
  readonly comments: readonly CommentRange[]
  /** Text over several lines whose white space counts: templates. */
  readonly fixed: readonly { readonly start: number; readonly end: number }[]
  /** The local name of `gather`, where that is to be called. */
  readonly gather?: string | undefined
}

/** A comment of a line of its own, or behind an item, as it is to be written. */
interface Placed {
  readonly before: readonly string[]
  readonly behind: string
}

/** The edits; `undefined` where a comment stands in a place that has none afterwards. */
export function joinedAwaits(group: JoinedGroup): TextEdit[] | undefined {
  const { text, items, comments, gather } = group
  const first = items[0]!
  const last = items.at(-1)!
  const tail = trailingComment(group, last.statement.end)
  const end = tail?.end ?? last.statement.end
  const inside = comments.filter(
    (each) => each.start >= first.statement.start && each.end <= end && !/^..\s*offloop: /u.test(text.slice(each.start)),
  )
  const placed = placeComments(group, inside)
  if (!placed) return undefined
  const layout = layoutOf(text)
  const base = indentAt(text, first.statement.start)
  const opening = gather === undefined ? 'Promise.all([' : `${gather}(`
  const closing = (gather === undefined ? '])' : ')') + (text[last.statement.end - 1] === ';' ? ';' : '')
  const names = items.map(({ pattern }) => pattern)
  const types = items.map(({ annotation }) => annotation)
  const typed = types.some((each) => each !== undefined) ? `: [${types.map((each) => each ?? 'unknown').join(', ')}]` : ''
  const head = (list: string): string => `${group.kind} [${list}]${typed} = await ${opening}`
  const call = gather === undefined ? '' : '() => '
  const behind = ({ assertion }: JoinedItem): string => (assertion === undefined ? '' : ` as Promise<${assertion}>`)
  const pieces = items.map((item) => call + text.slice(item.promise.start, item.promise.end) + behind(item))
  const line = base + head(names.join(', ')) + pieces.join(', ') + closing
  const isOneLine =
    placed.every((each) => each.before.length === 0 && each.behind === '') && !line.includes('\n') && line.length <= layout.width
  const { newline, indent, lastComma } = layout
  const edits: TextEdit[] = []
  const put = (from: number, to: number, written: string): void => void edits.push({ start: from, end: to, text: written })
  if (isOneLine) {
    put(first.statement.start, first.promise.start, head(names.join(', ')) + call)
    for (const [index, item] of items.slice(1).entries())
      put(items[index]!.promise.end, item.promise.start, `${behind(items[index]!)}, ${call}`)
    put(last.promise.end, end, behind(last) + closing)
    return edits
  }
  const inner = newline + base + indent
  const nameList =
    (base + head(names.join(', '))).length > layout.width
      ? names.map((each) => `${inner}${each},`).join('') + newline + base
      : names.join(', ')
  const lead = (index: number): string => placed[index]!.before.map((each) => inner + each).join('') + inner + call
  put(first.statement.start, first.promise.start, head(nameList) + lead(0))
  for (const [index, item] of items.entries()) {
    edits.push(...indented(group, item, layout))
    const next = items[index + 1]
    const comma = next ? ',' : lastComma
    const written = `${behind(item)}${comma}${placed[index]!.behind === '' ? '' : ` ${placed[index]!.behind}`}`
    put(item.promise.end, next ? next.promise.start : end, next ? written + lead(index + 1) : `${written}${newline}${base}${closing}`)
  }
  return edits
}

/** A line comment behind the last declaration, in its line. */
function trailingComment({ text, comments }: JoinedGroup, end: number): CommentRange | undefined {
  return comments.find((each) => each.type === 'Line' && each.start >= end && /^[\t ]*$/u.test(text.slice(end, each.start)))
}

/** Where the comments go that stand outside the promises; those in them stay. */
function placeComments({ text, items }: JoinedGroup, comments: readonly CommentRange[]): Placed[] | undefined {
  const placed = items.map(() => ({ before: [] as string[], behind: '' }))
  for (const each of comments) {
    if (items.some(({ promise }) => promise.start <= each.start && each.end <= promise.end)) continue
    const isInside = items.some(({ statement }) => statement.start < each.start && each.end <= statement.end)
    const next = items.findIndex(({ statement }) => statement.start >= each.end)
    const previous = (next === -1 ? items.length : next) - 1
    const written = text.slice(each.start, each.end)
    if (isInside || previous < 0 || (next >= 0 && items[next]!.statement === items[previous]!.statement)) return undefined
    const isSameLine = !text.slice(items[previous]!.statement.end, each.start).includes('\n')
    if (isSameLine && placed[previous]!.behind === '') placed[previous]!.behind = written
    else if (next >= 0) placed[next]!.before.push(written)
    else return undefined
  }
  return placed
}

/** One step more before the lines of an item that has several. */
function indented({ text, fixed }: JoinedGroup, { promise, statement }: JoinedItem, { indent }: Layout): TextEdit[] {
  const edits: TextEdit[] = []
  const isDeeper = indentAt(text, promise.start) !== indentAt(text, statement.start)
  for (let at = text.indexOf('\n', promise.start); at >= 0 && at < promise.end && !isDeeper; at = text.indexOf('\n', at + 1)) {
    const isFixed = fixed.some((each) => each.start <= at && at < each.end)
    if (!isFixed && !/\r?\n/u.test(text.slice(at + 1, at + 3))) edits.push({ start: at + 1, end: at + 1, text: indent })
  }
  return edits
}
