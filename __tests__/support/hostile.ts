import fc from 'fast-check';

/** Text that a malicious server could write. */
export const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...[
          '\n',
          '\r',
          '\r\n',
          '\u2028',
          '\u0085',
          '\v',
          '\f',
          '\u00a0',
          '\u3000',
          '\ufeff',
          '\u001b[31m',
          '\u202e',
        ],
      ),
      fc.constantFrom(
        ...[
          '::',
          '::error::x',
          '::add-mask::a',
          '::set-env name=a::b',
          '##[',
          '##[error]x',
          '##',
          '[',
          'a',
          ' ',
        ],
      ),
    ),
  )
  .map((parts) => parts.join(''));
