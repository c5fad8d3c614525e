/** An error as S3 has it ("List of error codes"). */
export class S3Error extends Error {
  override name = 'S3Error';
  constructor(
    readonly status: number,
    /** `NoSuchKey`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
