/** How context values cross between threads. */
import { nameOf, slotOf, travelOf, writeSlot, type Variables } from '../cell.ts'
import { Encoded, isParcel, Unclonable, undefinedMark } from './parcel.ts'

/** A variable on its way: name and value; without a value it was deleted. */
export type Carried = readonly [name: string, value?: unknown]

/** Key of what stands for a value that has no form of its own on the way. */
export const marker = '\u0000offloop'

/** In the place of a name: numbers of tokens that were reset. */
const usedMark = ''

/** A value as data; what can't be copied becomes the reason why. */
export function packValue(value: unknown): unknown {
  if (value === undefinedMark) return { [marker]: 'undefined' }
  if (isParcel(value)) return { [marker]: value.isEncoded ? 'encoded' : 'left behind on another thread', data: value.data }
  if (value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')) return value
  try {
    return structuredClone(value)
  } catch (error) {
    return { [marker]: (error as Error).message }
  }
}

/** The value again, or what stands for it. */
export function unpackValue(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !(marker in value)) return value
  const reason = String(value[marker])
  if (reason === 'encoded') return new Encoded((value as unknown as Encoded).data)
  return reason === 'undefined' ? undefinedMark : new Unclonable(reason)
}

/** A slot as it travels; undefined where it stays. */
export function packSlot(slot: number, value: unknown): Carried | undefined {
  const travel = travelOf(slot)
  if (travel?.isThreadCritical) return undefined
  const name = nameOf(slot)
  if (value === undefined) return [name]
  if (!travel?.encode || value === undefinedMark || isParcel(value)) return [name, packValue(value)]
  try {
    return [name, { [marker]: 'encoded', data: structuredClone(travel.encode(value)) }]
  } catch (error) {
    return [name, { [marker]: `its codec failed: ${(error as Error).message}` }]
  }
}

/** The variables of a task. */
export function packContext({ values }: Variables): Carried[] {
  const carried: Carried[] = []
  values.forEach((value, slot) => {
    const packed = value === undefined ? undefined : packSlot(slot, value)
    if (packed) carried.push(packed)
  })
  return carried
}

/** Whether the values are primitives, so that one packing of them serves many calls. */
export const isPlainContext = (carried: readonly Carried[]): boolean =>
  carried.every(([, value]) => value === null || typeof value !== 'object')

/** The values of carried variables, by slot. */
export function unpackValues(carried: readonly Carried[]): readonly unknown[] {
  const values: unknown[] = []
  for (const [name, value] of carried) values[slotOf(name)] = unpackValue(value)
  return values
}

/** What was written, deletions included. */
export function packWritten({ values, written, usedTokens }: Variables): readonly Carried[] | undefined {
  if (!written) return undefined
  const packed = [...written].map((slot) => packSlot(slot, values[slot])).filter((each) => each !== undefined)
  if (usedTokens) packed.push([usedMark, [...usedTokens]])
  return packed
}

/** Brings written variables home. */
export function applyWritten(variables: Variables, written: readonly Carried[]): void {
  for (const [name, ...value] of written) {
    if (name === usedMark) variables.usedTokens = new Set([...(variables.usedTokens ?? []), ...(value[0] as number[])])
    else writeSlot(variables, slotOf(name), value.length === 0 ? undefined : unpackValue(value[0]))
  }
}
