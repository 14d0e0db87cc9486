import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components';
import './Toggle.css';

export interface SwitchProps extends Omit<AriaSwitchProps, 'className' | 'children' | 'style'> {
  readonly children: ReactNode;
}

/** A yes/no that takes effect at once. */
export function Switch({ children, ...rest }: SwitchProps): ReactNode {
  return (
    <AriaSwitch {...rest} className="n-toggle">
      <span className="n-switch__track" aria-hidden />
      {children}
    </AriaSwitch>
  );
}
