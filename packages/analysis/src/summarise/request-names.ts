/** Names that parameters of handlers have by custom: they tell a handler where no framework is seen to take it. */
const request = /^_?(?:req|request)$/u
const response = /^_?(?:res|response|reply)$/u

/** True for the names of the first two parameters of a function that handles a request. */
export function areRequestAndResponse(first: string | undefined, second: string | undefined): boolean {
  return first !== undefined && second !== undefined && request.test(first) && response.test(second)
}
