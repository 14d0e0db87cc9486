export const common = {
  appName: 'Naru',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  back: 'Back',
  tryAgain: 'Try again',
  undo: 'Undo',
  more: 'More',
  loading: 'Loading…',
  notifications: 'Notifications',
  resizePanes: 'Resize panes',
};
