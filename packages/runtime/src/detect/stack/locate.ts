/** Gives a record its stack, and a place its name. */
import type { BlockingRecord, Frame } from '@offloop/catalog'
import { callingPackage, sourceOf } from './frame-owner.ts'
import { sourceFrames } from './stack.ts'
import type { CallStack } from './stack.ts'

/** The record with its stack, source and package. */
export function withStack(base: Omit<BlockingRecord, 'stack'>, frames: CallStack | readonly Frame[]): BlockingRecord {
  const stack = sourceFrames(frames)
  const source = sourceOf(stack)
  const owner = callingPackage(stack)
  return { ...base, stack, ...(source && { source }), ...(owner !== undefined && { package: owner }) }
}

/** Calls of one application line through one package are one site. */
export function placeKey(stack: Iterable<Frame>): string {
  const { file, line, column } = sourceOf(stack) ?? [...stack][0] ?? { file: '', line: 0, column: 0 }
  return `${file}:${line}:${column} ${callingPackage(stack) ?? ''}`
}
