/** What a person can do about a store that stays, by the reason. */

/** One sentence each. */
export const remedies: Readonly<Record<string, string>> = {
  'passed-on': 'Call it where it is made, or hand over functions that do.',
  'other-method': 'Rewrite that call by hand: a context variable has `set`, `get` and `reset`, a context has `run` and `bind`.',
  'computed-key': 'Give each key a text of its own, or keep one variable that holds an object.',
  'context-object': 'Use what the function sets and gets, in place of the context object.',
  'value-of-set': 'Set the value in a statement of its own.',
  'enter-with': 'Use `run`, or set it in the handler of the request.',
  'bind-emitter': 'Bind the listeners: AsyncResource.bind(listener), or copyContext().bind(listener).',
  'callback-form': 'Hand over a plain function without parameters.',
  'not-a-variable': 'Make it once, in a constant at the top of a module.',
  'dynamic-namespace': 'Name the namespace with a text.',
  'not-made-here': 'Migrate the code that makes it first.',
  'no-home': 'Move the namespace into a module of its own, and import it from there.',
  'public-api': 'Export functions that set and get, and release a new major version.',
  'no-manifest': 'Add a package.json.',
  'kept-between-requests': 'If it belongs to one request, give it a name that says so and set it before it is read.',
  'declared-together': 'Declare it in a statement of its own.',
  'initial-value': 'Begin with nothing, and make the value where it is read.',
  'once-initialised': 'If it belongs to one request, set it in each of them.',
  accumulates: 'If it belongs to one request, set it anew in each of them.',
  destructured: 'Assign it in a statement of its own.',
  'read-outside-request': 'Read it in the request, and hand it over.',
  'read-by-other-request': 'Set it in a middleware of both; what one request leaves for others belongs in a session or a database.',
  property: 'Keep it in a variable of its own, then run again.',
  nested: 'Run again.',
}
