package main

import "github.com/spf13/cobra"

func newDataset() *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "dataset",
		Short: "Make data sets that training engines for language models read",
		Example: `  metaspatial dataset build --tasks 1000 --format verl --out rooms-verl
  metaspatial dataset import annotations.csv --out tasks.jsonl`,
	})
	cmd.AddCommand(newDatasetBuild(), newDatasetImport())
	return cmd
}
