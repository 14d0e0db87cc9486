import type { ReactNode } from 'react';
import type { CertificateInfo } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';

/** A certificate in full, for the person to judge, with the one way to trust it. */
export function CertificateCard({
  certificate,
  isDisabled,
  onTrust,
}: {
  readonly certificate: CertificateInfo;
  readonly isDisabled: boolean;
  readonly onTrust: () => void;
}): ReactNode {
  const text = useText().accounts;
  const rows = [
    ['subject', certificate.subject],
    ['issuer', certificate.issuer],
    ['hostnames', certificate.hostnames.join(', ')],
    ['validFrom', certificate.validFrom],
    ['validTo', certificate.validTo],
  ] as const;
  return (
    <div className="n-certificate">
      <p className="n-certificate__title">{text.certificateTitle}</p>
      <dl>
        {rows
          .filter(([, value]) => value !== '')
          .map(([key, value]) => [
            <dt key={`${key}-label`}>{text.certificate[key]}</dt>,
            <dd key={key}>{value}</dd>,
          ])}
        <dt>{text.certificate.fingerprint}</dt>
        <dd className="n-certificate__fingerprint">{inGroups(certificate.fingerprint)}</dd>
      </dl>
      <Button size="small" isDisabled={isDisabled} onPress={onTrust}>
        {text.trust}
      </Button>
      <p className="n-certificate__hint">{text.trustHint}</p>
    </div>
  );
}

/** `ab12 cd34 …`: what one can compare by eye. */
const inGroups = (hex: string): string => hex.match(/.{1,4}/gu)?.join(' ') ?? '';
