/** Gives each server request context variables of its own; a cell made at start-up would be shared by all. */
import { IncomingMessage } from 'node:http'
import { Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { childCell, noteRequest, runInCell, type Cell } from './cell.ts'
import { shared } from './process-state.ts'

/** What servers of node:http, node:https and node:http2 emit for each request; the latter's `stream` comes with its `request`. */
const events = new Set<unknown>(['request', 'upgrade', 'connect', 'checkContinue', 'checkExpectation', 'stream'])
const ofRequest = Symbol.for('offloop.request cell')

type Emit = (this: object, event: string | symbol, ...args: unknown[]) => boolean
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

type WithCell = Duplex & { [ofRequest]?: Cell }

shared('request cells', () => {
  const { emit } = Server.prototype as unknown as { emit: Emit }
  const emitServer: Emit = function (event, ...args) {
    if (!events.has(event)) return Reflect.apply(emit, this, [event, ...args]) as boolean
    noteRequest()
    const [message, socket] = args as [(WithCell & { stream?: WithCell }) | undefined, WithCell | undefined]
    // A request of node:http2 comes after its stream; one that is emitted again, as after checkContinue, keeps its cell.
    const owner: Partial<WithCell> = isObject(message) ? (message.stream ?? message) : {}
    const cell = (owner[ofRequest] ??= childCell(undefined, { lane: undefined }))
    // What comes in later on such a socket belongs to the request that opened it.
    if (isObject(socket) && (event === 'upgrade' || event === 'connect')) emitIn(socket, cell)
    return runInCell(cell, () => Reflect.apply(emit, this, [event, ...args]) as boolean)
  }
  Object.assign(Server.prototype, { emit: emitServer })
  // Parts of a body that come later are events of the connection, which knows no request.
  const { emit: emitMessage } = IncomingMessage.prototype as unknown as { emit: Emit }
  const emitRequest: Emit = function (event, ...args) {
    const cell = (this as WithCell)[ofRequest]
    if (!cell) return Reflect.apply(emitMessage, this, [event, ...args]) as boolean
    return runInCell(cell, () => Reflect.apply(emitMessage, this, [event, ...args]) as boolean)
  }
  Object.assign(IncomingMessage.prototype, { emit: emitRequest })
  return true
})

function emitIn(socket: Duplex, cell: Cell): void {
  const { emit } = socket as unknown as { emit: Emit }
  const emitSocket: Emit = function (event, ...args) {
    return runInCell(cell, () => Reflect.apply(emit, this, [event, ...args]) as boolean)
  }
  Object.assign(socket, { emit: emitSocket })
}
