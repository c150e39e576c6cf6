import Foundation
import ThawProtocol
import ThawStore

let idxText = """
  name = "clothes-head"
  [model]
  architecture = "efficientnet-lite0"
  weights = "pretrained"
  [data]
  format = "idx"
  train_images = "train-images.gz"
  train_labels = "~/train-labels.gz"
  test_images = "/data/test-images.gz"
  test_labels = "/data/test-labels.gz"
  classes = ["T-shirt/top", "Trouser"]
  size = 64
  limit = 4000
  [method]
  train = "head"
  [optimizer]
  name = "adamw"
  learning_rate = 1e-3
  [run]
  batch = 32
  epochs = 3
  seed = 1
  """

let folderText = """
  [model]
  architecture = "efficientnet-lite0"
  [data]
  format = "folder"
  path = "stamps"
  exclude = ["*/cartoon*", "*_mirror.png"]
  [method]
  train = ["blocks.1?", "head"]
  [run]
  steps = 100
  [data.classes]
  mammals = ["animals/mammals/**"]
  "fish.and chips" = ["food/*", "sea/*"]
  """

/// A record of one step with a second for each step.
func record(_ step: Int, _ values: [String: Double], time: Double? = nil) -> MetricRecord {
  MetricRecord(
    step: step, epoch: Double(step) / 300, time: time ?? Double(step) * 1.25, values: values)
}

/// A session's folder inside a test's, made and empty.
func emptySession(_ folder: URL, recipe: String = idxText) throws -> (SessionFolder, Recipe) {
  let recipe = try Recipe(toml: recipe)
  return (try SessionLibrary(folder: folder).create(for: recipe), recipe)
}

/// A new session with its writer.
func newStore(_ folder: URL) throws -> SessionStore {
  let (session, recipe) = try emptySession(folder)
  return try SessionStore(creating: session, recipe: recipe)
}
