/** Gives each server request context variables of its own; a cell made at start-up would be shared by all. */
import http from 'node:http'
import { childCell, runInCell } from './cell.ts'
import { shared } from './process-state.ts'

const events = new Set<unknown>(['request', 'upgrade', 'connect', 'checkContinue', 'checkExpectation'])

shared('request cells', () => {
  const { emit } = http.Server.prototype
  http.Server.prototype.emit = function (this: http.Server, event: string | symbol, ...args: unknown[]): boolean {
    if (!events.has(event)) return Reflect.apply(emit, this, [event, ...args]) as boolean
    return runInCell(childCell(undefined, { lane: undefined }), () => Reflect.apply(emit, this, [event, ...args]) as boolean)
  } as typeof emit
  return true
})
