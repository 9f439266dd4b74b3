/** What a person can do about a call that stays sync, by the reason of its wall. */

const factory = 'Move what blocks out of it: into a static async function that makes the object, or to where the program starts.'
const atOnce = 'Read before, and hand the value in: then nothing here has to wait.'
const receiver = 'Give the receiver a type that says what it is; or say --assume-closed, if you know that none of these calls is meant.'
const handler = 'Make the function around it async, and handle its rejection.'

const remedies: Readonly<Record<string, string>> = {
  constructor: factory,
  accessor: 'Make it a method: that can be async, and its users can await it.',
  'field-initialiser': factory,
  'param-default': 'Move the default into the body of the function.',
  decorator: atOnce,
  generator: 'Make it an async generator, and go over it with `for await`.',
  'type-guard': atOnce,
  'host-sync': atOnce,
  'promise-executor': handler,
  'event-listener': `${handler} --listeners convert does so for emitters of Node.`,
  'unawaited-call': 'Await the call that the reason names.',
  'late-listener': 'Add the listeners first, or read before the emitter is made.',
  'unhandled-rejection': handler,
  'optional-chain': 'Take the call out of the chain, into a statement of its own.',
  'this-argument': 'Call it on an object, or bind it.',
  'shape-differs': 'Rewrite it by hand: the twin takes or gives something else.',
  'fd-api': 'Use the FileHandle of `node:fs/promises`, and close it in `finally`.',
  'exit-hook': 'Do it before the process ends: nothing is awaited in an exit hook.',
  cache: 'Keep the promise in the cache, and take it out where it rejects.',
  'no-twin': 'Move it to a thread: `syncToAsync` of @offloop/runtime.',
  'aliased-api': 'Call the function by its own name.',
  escapes: 'Call it where the index can follow; or --strategy auto, which keeps it and sets an async twin beside it.',
  'external-contract': 'The library calls it and takes its value at once: look for an async form of that hook.',
  'public-api': '--public twin sets an async twin beside what your package exports; --public convert breaks its users, and says where.',
  'unknown-caller': 'Is it dead code? Else --public convert, or --strategy twin.',
  'maybe-caller': receiver,
  'unknown-receiver': receiver,
  'unknown-callee': receiver,
  'cjs-top-level': 'Move it into an async function (--wrap-main does so for scripts), or make the file an ES module.',
  'tla-required': 'Import the module with `import()` where it is required.',
  'tla-cycle': 'Take the modules out of their circle.',
  'done-callback': 'Let the test return a promise instead of taking `done`.',
  'mock-of-sync-api': 'Mock the async form, then run again.',
  'mock-result': 'Await what the mock gives.',
  'race-read-modify-write': 'Read first, then add: `const more = read(); total += more`.',
  types: 'Widen the type that it names, then run again.',
  'read-only': 'Make the file writable, or exclude it.',
  generated: 'Change what makes the file; or take it out of the project with --exclude.',
  refused: 'You refused it: run again to be asked again.',
}

/** One sentence that says what can be done. */
export function remedyFor(reason: string): string {
  return remedies[reason] ?? 'Rewrite it by hand.'
}
