/** Guesses at calls whose receiver is unknown. */
import { EventEmitter } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Server, Socket } from 'node:net'
import { Readable, Writable } from 'node:stream'
import type { CallSite, Edge } from './graph.ts'
import type { FunctionNode } from './target.ts'
import { pushTo } from './push-to.ts'

const builtinMethods = new Set(
  [
    Array,
    String,
    Map,
    Set,
    Promise,
    Function,
    Object,
    RegExp,
    Date,
    Number,
    EventEmitter,
    Readable,
    Writable,
    Buffer,
    URLSearchParams,
    Socket,
    Server,
    IncomingMessage,
    ServerResponse,
  ].flatMap((each) => Object.getOwnPropertyNames(each.prototype)),
)

/** A member call with an unknown receiver is taken for the only method of that name, unless the platform has one too. */
export function linkUniqueMethods(
  nodes: ReadonlyMap<string, readonly FunctionNode[]>,
  unknownCalls: ReadonlyMap<string, readonly CallSite[]>,
  add: (edge: Edge) => void,
): void {
  const byName = new Map<string, FunctionNode[]>()
  for (const list of nodes.values()) {
    for (const node of list) {
      if (node.summary.kind !== 'method' || node.summary.isBodiless || node.summary.cls === undefined) continue
      pushTo(byName, node.summary.name.slice(node.summary.name.lastIndexOf('.') + 1), node)
    }
  }
  for (const [name, sites] of unknownCalls) {
    const methods = byName.get(name)
    if (methods?.length !== 1 || builtinMethods.has(name)) continue
    for (const site of sites) add({ from: site.fn, to: methods[0]!, kind: 'call', timing: 'now', site, viaParameter: false, isGuess: true })
  }
}
