import { Icon } from './icon.js';
import { problemOf } from './problem-words.js';

/** What went wrong and what to do. */
export function Problem({ of }: { of: unknown }) {
  if (of === undefined) return null;
  return (
    <p class="problem" role="alert">
      <Icon name="warning" /> <ProblemText of={of} />
    </p>
  );
}

/** In the reader's language; the door's own words behind it are English, and marked as such. */
export function ProblemText({ of }: { of: unknown }) {
  const { said, told } = problemOf(of);
  return (
    <>
      {said}
      {said && told && ' '}
      {told && <span lang="en">{told}</span>}
    </>
  );
}
