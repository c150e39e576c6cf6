/// Every key a recipe can have, dotted.
enum RecipeKeys {
  static let common = [
    "name", "model.architecture", "model.weights",
    "data.format", "data.size", "data.validation", "data.limit", "data.validation_limit",
    "data.flip", "data.crop", "method.train",
    "optimizer.name", "optimizer.learning_rate", "optimizer.weight_decay", "optimizer.momentum",
    "optimizer.beta1", "optimizer.beta2", "optimizer.epsilon", "optimizer.clip",
    "optimizer.moments", "optimizer.ramp_steps",
    "schedule.shape", "schedule.warmup_steps", "schedule.final_rate",
    "run.batch", "run.epochs", "run.steps", "run.evaluate_every", "run.checkpoint_every",
    "run.seed", "run.threads",
  ]
  /// With `format = "idx"`.
  static let idx = [
    "data.train_images", "data.train_labels", "data.test_images", "data.test_labels",
    "data.classes",
  ]
  /// With `format = "folder"`, besides `data.classes.<name>`.
  static let folder = ["data.path", "data.exclude"]
}
