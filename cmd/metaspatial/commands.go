package main

import "github.com/spf13/cobra"

// commands makes the subcommands in the order of --help.
var commands = []func() *cobra.Command{
	newDemo, newTrain, newServe, newDataset, newSweep, newEval, newGenerate, newScore, newMeasure, newAgreement, newRender, newView, newLevel, newExport, newImportLayout, newAssets, newPlugin, newDoctor, newVersion, newMan,
}
