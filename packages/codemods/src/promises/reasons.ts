/** Why a chain is left alone, and what a person can do about it. */

export const reasons: Readonly<Record<string, string>> = {
  'unknown-receiver': 'Give it a type, or say --assume-promises if every such value is a promise of the language.',
  floating: 'Await it where its outcome matters; or --floating wrap, which changes nothing but the looks.',
  stored: 'Await the promise where its value is needed.',
  'in-expression': 'Take it out of the expression, into a statement of its own.',
  'mixed-result': 'Let every way through the function give a promise, or make it async by hand and look at its callers.',
  'sync-throw': 'Let it return a rejected promise, or say --throws reject if nobody catches what it throws at once.',
  'inside-try': 'Await it, if the `try` around it is meant for its errors, too.',
  'early-return': 'Give the callback a name, or let it return in one place.',
  'two-callbacks': 'Put what follows into the first callback, or use `.catch`.',
  callback: 'Write the callback in place, or give it by the name of a function.',
  'own-this': 'Make the callback an arrow function.',
  'optional-chain': 'Take the optional part into a statement of its own.',
  'return-type': 'Declare the result as `Promise<…>`.',
  constructor: 'Move it into a static async function that makes the object.',
  accessor: 'Make it a method.',
  generator: 'Take the chain out of the generator.',
  place: 'Move it into a function.',
}
