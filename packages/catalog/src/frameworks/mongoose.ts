/** Where Mongoose calls the program: middleware, methods and statics of schemas. */
import type { Handler } from '../entry.ts'

/** Middleware is awaited, and a rejection rejects the operation. */
export const mongooseHandlers: readonly Handler[] = [
  {
    id: 'mongoose.Schema',
    framework: 'Mongoose',
    module: 'mongoose',
    receivers: ['new Schema()', 'new default.Schema()'],
    receiverTypes: ['Schema'],
    methods: ['pre', 'post', 'method', 'static'],
    functions: [],
    decorators: [],
    isAnytime: true,
    optionKeys: [],
    rejection: 'handled',
    source: 'https://mongoosejs.com/docs/middleware.html',
  },
]
