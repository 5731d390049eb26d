/** Of the list of workers in the query cache. */
export const workersKey = ['workers'];
