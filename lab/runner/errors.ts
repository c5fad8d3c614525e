/** Something that the person can put right. Its message says it all: no stack trace is shown with it. */
export class LabError extends Error {
  override name = 'LabError';
}
