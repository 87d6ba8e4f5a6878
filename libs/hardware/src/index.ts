export { capabilitiesOf, type GpuCapabilities } from './capabilities.policy.js';
export { type Gpu, type GpuSurvey, GpuTool, type MigDevice } from './gpu.js';
export { type GpuSign, signOfGpu } from './gpu-sign.js';
export { NvidiaSmi } from './nvidia-smi.tool.js';
export { type VisibleDevice, visibleDevices, type VisibleDevices } from './visible-devices.policy.js';
