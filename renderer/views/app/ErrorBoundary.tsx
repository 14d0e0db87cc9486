import { Component, type ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextContext } from '../../i18n/TextContext.ts';

interface Props {
  readonly children: ReactNode;
}

/** One pane's failure stays in that pane. React reports the error itself to the window's error event. */
export class ErrorBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  static override contextType = TextContext;
  declare context: React.ContextType<typeof TextContext>;
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    const { text } = this.context;
    return (
      <ErrorState
        title={text.app.crashedTitle}
        hint={text.app.crashedHint}
        action={<Button onPress={() => this.setState({ hasFailed: false })}>{text.common.tryAgain}</Button>}
      />
    );
  }
}
