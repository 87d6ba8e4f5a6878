// What llama.cpp's server printed for SmolLM2-135M-Instruct Q4_1 with a context of 8,192 tokens and one slot (xllamacpp 2026.10, on a CPU).
export const LLAMA_LOGS = {
  fp16: `print_info: file size   = 92.10 MiB (5.74 BPW)
load_tensors:   CPU_Mapped model buffer size =    92.10 MiB
llama_kv_cache:        CPU KV buffer size =   180.00 MiB
llama_kv_cache: size =  180.00 MiB (  8192 cells,  30 layers,  1/1 seqs), K (f16):   90.00 MiB, V (f16):   90.00 MiB`,
  q8_0: `print_info: file size   = 92.10 MiB (5.74 BPW)
load_tensors:   CPU_Mapped model buffer size =    92.10 MiB
llama_kv_cache:        CPU KV buffer size =    95.62 MiB
llama_kv_cache: size =   95.62 MiB (  8192 cells,  30 layers,  1/1 seqs), K (q8_0):   47.81 MiB, V (q8_0):   47.81 MiB`,
  q4_0: `print_info: file size   = 92.10 MiB (5.74 BPW)
load_tensors:   CPU_Mapped model buffer size =    92.10 MiB
llama_kv_cache:        CPU KV buffer size =    50.62 MiB
llama_kv_cache: size =   50.62 MiB (  8192 cells,  30 layers,  1/1 seqs), K (q4_0):   25.31 MiB, V (q4_0):   25.31 MiB`,
} as const;

/** The last figures count: the server measures without memory first. */
export function figuresOf(log: string): { readonly kvMib: number; readonly cells: number; readonly weightsMib: number } {
  const last = (pattern: RegExp) => [...log.matchAll(pattern)].at(-1) ?? [];
  const [, kvMib, cells] = last(/llama_kv_cache: size =\s+([\d.]+) MiB \(\s*(\d+) cells/g);
  const [, weightsMib] = last(/file size\s+= ([\d.]+) MiB/g);
  return { kvMib: Number(kvMib), cells: Number(cells), weightsMib: Number(weightsMib) };
}
