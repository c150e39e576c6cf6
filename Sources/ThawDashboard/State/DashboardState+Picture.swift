extension DashboardState {
  /// What a picture of the screen is called: `thaw-demo-live-step-412`.
  var pictureStem: String {
    let screen = "\(screen)"
    guard self.screen.hasBoard, let run else { return "thaw-\(screen)" }
    return "thaw-\(run.name)-\(screen)-step-\(run.step)"
  }
}
